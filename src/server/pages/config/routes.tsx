import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { blobProblem, configPath, holdsDefaults, pathOf, pullPath } from '../../../core/config/file.ts';
import { pickableForks } from '../../../db/forks.ts';
import { pushableFork } from '../../api/access.ts';
import type { Caller, FindCaller } from '../../api/caller.ts';
import { atItsPace } from '../../api/validate.ts';
import { previewOf, shownFork } from '../../config/preview.ts';
import type { ServerContext } from '../../context.ts';
import { Problem } from '../../problem.ts';
import { repositoryOf } from '../create/fields.ts';
import type { Pushable } from '../fleet/pushable.ts';
import { fieldsOf, formBody } from '../form.ts';
import { demandPage, orProblem, statusOf } from '../refused.ts';
import { showPage } from '../respond.tsx';
import { type Checked, type Chosen, checkFile, type Kind, kinds, refused } from './check.ts';
import { ConfigView } from './view.tsx';

/** Forks that a field suggests. */
const mostForks = 1_000;

/** What was typed stays on the page while GitHub does not answer, too. */
const evenAway = 504;

interface Given {
  text: string;
  kind: Kind;
  /** The fork as it was typed. */
  named: string;
  chosen: Chosen | null;
  checked: Checked | null;
  problem: Problem | null;
}

const anywhere = () => ({ line: 1, column: 1 });

/** The page that checks configuration files. Nothing is written anywhere: a file gets into a repository by being pushed there. */
export function configRoutes(
  app: OpenAPIHono,
  context: ServerContext,
  { findCaller, pushable }: { findCaller: FindCaller; pushable: Pushable },
): void {
  app.get('/config', async (c) => {
    const caller = await findCaller(c);
    const named = c.req.query('fork')?.trim() ?? '';
    const empty = { text: '', kind: 'fork', named, chosen: null, checked: null, problem: null } as const;
    const opened = await orProblem(async () => {
      if (named !== '') await atItsPace(context, caller);
      const chosen = await chosenFork(caller, named);
      return chosen === null ? empty : { ...empty, ...(await fileOf(chosen)), chosen };
    }, evenAway);
    return show(c, caller, opened instanceof Problem ? { ...empty, problem: opened } : opened);
  });

  app.post('/config', formBody, async (c) => {
    const caller = await findCaller(c);
    const fields = await fieldsOf(c);
    const named = fields.fork?.trim() ?? '';
    if (fields.load !== undefined) return c.redirect(`/config?${new URLSearchParams({ fork: named })}`, 303);
    const text = (fields.text ?? '').replace(/\r\n/g, '\n');
    const kind = kinds.find((one) => one === fields.kind) ?? 'fork';
    const sent = { text, kind, named, chosen: null, checked: null, problem: null };
    const read = await orProblem(async () => {
      await atItsPace(context, caller);
      const chosen = await chosenFork(caller, named);
      if (kind === 'pull' && chosen === null) throw forkFirst();
      return { ...sent, chosen, checked: await checkFile({ text, kind, chosen }, context) };
    }, evenAway);
    return show(c, caller, read instanceof Problem ? { ...sent, problem: read } : read);
  });

  async function chosenFork(caller: Caller, named: string): Promise<Chosen | null> {
    if (named === '') return null;
    const { owner, repo: name } = repositoryOf(named);
    const fork = await pushableFork(context, caller, { owner, name });
    return { fork, shown: await shownFork(fork, context), caller };
  }

  /** The file that the fork has, and what it comes to. */
  async function fileOf(chosen: Chosen): Promise<{ text: string; kind: Kind; checked: Checked }> {
    const { shown } = chosen;
    const file = shown.config ?? { kind: 'missing' as const };
    const ours: Kind = holdsDefaults(shown.name) ? 'owner' : 'fork';
    const kind: Kind = pathOf(file) === pullPath ? 'pull' : ours;
    if (file.kind === 'file')
      return { text: file.text, kind, checked: await checkFile({ text: file.text, kind, chosen }, context) };
    if (file.kind === 'unreadable') return { text: '', kind, checked: refused([blobProblem(file)]) };
    if (ours === 'owner') return { text: '', kind, checked: refused([]) };
    const preview = await previewOf(chosen, { config: null, positionOf: anywhere }, context);
    const checked = preview.kind === 'problems' ? refused(preview.problems) : { ...refused([]), preview };
    return { text: '', kind, checked };
  }

  async function show(c: Context, caller: Caller, given: Given): Promise<Response> {
    const { chosen, problem, named, ...rest } = given;
    demandPage(c, problem);
    const pickable = pushable.of(caller).then((ids) => pickableForks(context.database.db, ids, mostForks));
    const forks = await (problem === null ? pickable : pickable.catch(() => []));
    const fork = chosen && {
      name: `${chosen.shown.owner}/${chosen.shown.name}`,
      branch: chosen.shown.defaultBranch,
      file: chosen.shown.config?.kind === 'missing' ? null : pathOf(chosen.shown.config ?? { kind: 'missing' }),
    };
    const shown = { ...rest, named: fork?.name ?? named, fork, forks, error: problem && messageOf(problem) };
    for (const [name, value] of Object.entries(problem?.headers ?? {})) c.header(name, value);
    const frame = { title: 'Configuration', caller, tab: 'config', status: statusOf(problem) } as const;
    return showPage(c, context, frame, <ConfigView {...shown} path={configPath} webUrl={context.env.webUrl} />);
  }
}

function forkFirst(): Problem {
  return new Problem(422, 'Choose the fork first: a file of wei/pull is understood by whose fork it is in.');
}

function messageOf({ message, errors }: Problem): string {
  return errors.map((one) => one.message).join(' ') || message;
}
