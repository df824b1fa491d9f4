import type { CheckJob } from '../core/check-message.ts';
import type { Elsewhere } from '../core/config/elsewhere.ts';
import { pathOf } from '../core/config/file.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { checkName } from '../core/text/config-check.ts';
import type { GitHub } from '../github/app.ts';
import { createCheckRun, findCheckRun } from '../github/check-runs.ts';
import type { InstallationClient } from '../github/client.ts';
import { compareCommits } from '../github/compare.ts';
import { type ConfigAt, readConfigAt } from '../github/config-at.ts';
import type { Gateway } from '../github/gateway.ts';
import type { Rests } from '../redis/rests.ts';
import { heedBrake } from './braked.ts';
import { checkConfig } from './check-config.ts';
import type { ElsewherePreview } from './preview-elsewhere.ts';

export interface AnswerContext extends Pick<ElsewherePreview, 'upstreamGit'> {
  github: Pick<GitHub, 'asInstallation'>;
  gateway: Pick<Gateway, 'observe'>;
  rests: Rests;
  /** What may be followed outside GitHub. */
  elsewhere: Elsewhere;
  dryRun: boolean;
  /** Whether an operator stopped what a job is about. */
  braked: (job: CheckJob) => Promise<boolean>;
  /** Aborted when the worker hands back what it holds: nothing more is written. */
  giveUp: AbortSignal;
}

/** What became of a commit that is to be answered. */
export interface Answered {
  became: 'answered' | 'answered-before' | 'nothing-to-say' | 'planned';
  /** As it would be said, or was. */
  title: string | null;
}

/** A commit has one answer, whoever asks for it and however often. */
const externalId = 'configuration-file';

/** Answers a commit with a check run, unless GitHub limits its installation. Refusals of GitHub are values; bugs, and a brake, throw. */
export async function answerCommit(job: CheckJob, context: AnswerContext): Promise<Answered | Refusal> {
  const { rests } = context;
  const limited = await rests.refusal(job.installationId);
  if (limited) return limited;
  const ended = await readAndAnswer(job, context);
  if (isRefusal(ended)) await rests.note(job.installationId, ended);
  return ended;
}

async function readAndAnswer(job: CheckJob, context: AnswerContext): Promise<Answered | Refusal> {
  const client = context.github.asInstallation(job.installationId);
  const { headSha, compareSha } = job;
  const { owner, name } = job.fork;
  const seen = await readConfigAt({ client, repository: { owner, name }, headSha, compareSha });
  if (seen !== null && isRefusal(seen)) return seen;
  // Another repository may have the name by now.
  if (seen === null || seen.fork.id !== job.fork.id || !seen.changed) return { became: 'nothing-to-say', title: null };
  const place = { client, repository: seen.fork };
  const order = { headSha, name: checkName, externalId };
  const theirs = await isUpstreams({ client, seen, headSha });
  if (typeof theirs !== 'boolean') return theirs;
  if (theirs) return { became: 'nothing-to-say', title: null };
  const found = await findCheckRun(place, order);
  if (found !== null) return isRefusal(found) ? found : { became: 'answered-before', title: null };
  const { gateway, elsewhere, upstreamGit, giveUp } = context;
  const answer = await checkConfig({ job, seen, client, gateway, elsewhere, upstreamGit, giveUp });
  if (isRefusal(answer)) return answer;
  const { problems, ...text } = answer;
  if (context.dryRun || giveUp.aborted) return { became: 'planned', title: text.title };
  // Reading what the file names may have taken a while.
  await heedBrake(job, context);
  const annotations = problems.map((problem) => ({ ...problem, path: pathOf(seen.file) }));
  const made = await createCheckRun(place, { ...order, ...text, annotations });
  return isRefusal(made) ? made : { became: 'answered', title: text.title };
}

/** The commit came from upstream, where nobody asked for an answer: its default branch holds it. */
async function isUpstreams(given: {
  client: InstallationClient;
  seen: ConfigAt;
  headSha: string;
}): Promise<boolean | Refusal> {
  const { client, seen, headSha } = given;
  const baseSha = seen.parentHead;
  if (baseSha === null || baseSha === headSha) return baseSha !== null;
  const compared = await compareCommits({ client, repository: seen.fork, baseSha, headSha });
  if (isRefusal(compared)) return compared;
  return compared.kind === 'counted' && compared.missing === 0;
}
