import { z } from 'zod';
import type { Refusal } from '../core/refusal.ts';
import { attempt, parseAnswer } from './attempt.ts';
import type { InstallationClient } from './client.ts';
import { eachPage } from './pages.ts';

export interface Annotation {
  path: string;
  line: number;
  column: number;
  message: string;
}

/** A check run as people see it: all of ours are completed when they are made. */
export interface CheckRunText {
  conclusion: 'success' | 'neutral' | 'failure' | 'action_required';
  title: string;
  /** Markdown. */
  summary: string;
}

export interface CheckRunOrder extends CheckRunText {
  name: string;
  headSha: string;
  /** Tells check runs of one name apart: ours to choose, shown to nobody. */
  externalId: string;
  /** At most 50: GitHub takes no more in one request. */
  annotations: Annotation[];
}

interface Place {
  client: InstallationClient;
  repository: { owner: string; name: string };
}

const CheckRun = z.object({
  id: z.number(),
  external_id: z.string().nullish(),
  app: z.object({ id: z.number() }).nullish(),
});

/** Makes a check run. Needs `checks: write`. https://docs.github.com/rest/checks/runs#create-a-check-run */
export function createCheckRun({ client, repository }: Place, order: CheckRunOrder): Promise<{ id: number } | Refusal> {
  return attempt({ client, write: true }, async () => {
    const { data } = await client.request('POST /repos/{owner}/{repo}/check-runs', {
      owner: repository.owner,
      repo: repository.name,
      name: order.name,
      head_sha: order.headSha,
      external_id: order.externalId,
      status: 'completed',
      conclusion: order.conclusion,
      output: {
        title: order.title,
        summary: order.summary,
        annotations: order.annotations.map(({ path, line, column, message }) => ({
          path,
          start_line: line,
          end_line: line,
          start_column: column,
          end_column: column,
          annotation_level: 'failure',
          message,
        })),
      },
    });
    return { id: parseAnswer(CheckRun, data).id };
  });
}

/** Gives a check run another ending. https://docs.github.com/rest/checks/runs#update-a-check-run */
export function changeCheckRun(
  { client, repository }: Place,
  { id, conclusion, title, summary }: CheckRunText & { id: number },
): Promise<{ id: number } | Refusal> {
  return attempt({ client, write: true }, async () => {
    await client.request('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', {
      owner: repository.owner,
      repo: repository.name,
      check_run_id: id,
      status: 'completed',
      conclusion,
      output: { title, summary },
    });
    return { id };
  });
}

/**
 * The check run of this name and external id that a commit has already, null when there is none: asked before one is made,
 * so that a worker that died after making it leads to no second one. `filter` is `latest` unless told, which shows one of each
 * name: another link's, where two branches have one head.
 * https://docs.github.com/rest/checks/runs#list-check-runs-for-a-git-reference
 */
export function findCheckRun(
  { client, repository }: Place,
  { headSha, name, externalId }: Pick<CheckRunOrder, 'headSha' | 'name' | 'externalId'>,
): Promise<{ id: number } | null | Refusal> {
  return attempt({ client }, async () => {
    const pages = eachPage({
      client,
      route: 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
      parameters: { owner: repository.owner, repo: repository.name, ref: headSha, check_name: name, filter: 'all' },
      items: (data) => parseAnswer(z.object({ check_runs: z.array(CheckRun) }), data).check_runs,
    });
    for await (const page of pages) {
      const found = page.find((run) => run.external_id === externalId);
      if (found) return { id: found.id };
    }
    return null;
  });
}
