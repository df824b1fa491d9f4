import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { claimBranch } from '../../../core/config/claim.ts';
import { isRefusal } from '../../../core/refusal.ts';
import { pickableForks } from '../../../db/forks.ts';
import { existingLinks } from '../../../db/stored.ts';
import { linkViews } from '../../../db/views.ts';
import { listBranches } from '../../../github/network.ts';
import type { PersonsRepository } from '../../../github/users.ts';
import { pushableFork } from '../../api/access.ts';
import type { Caller, FindCaller } from '../../api/caller.ts';
import { createLink } from '../../api/create-link.ts';
import { installPage } from '../../api/install-page.ts';
import { endsOf } from '../../api/link-ends.ts';
import type { ServerContext } from '../../context.ts';
import { fieldProblem, Problem } from '../../problem.ts';
import { tell } from '../../session/flash.ts';
import type { Pushable } from '../fleet/pushable.ts';
import { fieldsOf, formBody } from '../form.ts';
import { demandPage, orProblem, statusOf } from '../refused.ts';
import { showPage } from '../respond.tsx';
import { Choose } from './choose.tsx';
import { bodyOf, errorsByField, repositoryOf, type Values, valuesOf } from './fields.ts';
import { CreateForm } from './view.tsx';

/** Forks that can be picked from a list; others are named. */
const mostForks = 1_000;
/** Branches that a field suggests. */
const mostBranches = 100;

interface Parts {
  findCaller: FindCaller;
  pushable: Pushable;
}

/** What came of checking or saving the form. */
type Outcome = { problem: Problem } | { would: { fork: string; upstream: string } } | null;

/** The page that makes a link: a fork, then the rest, and what is wrong with it before anything is saved. */
export function createRoutes(app: OpenAPIHono, context: ServerContext, { findCaller, pushable }: Parts): void {
  const { database, github } = context;

  app.get('/links/new', async (c) => {
    const caller = await findCaller(c);
    const values = valuesOf(c.req.query());
    if (values.fork === '') return choose(c, caller, { fork: '', problem: null });
    const fork = await orProblem(() => pushableFork(context, caller, namesOf(values.fork)));
    if (fork instanceof Problem) return choose(c, caller, { fork: values.fork, problem: fork });
    const checked = c.req.query('check') === undefined ? null : await check(values, { fork, caller });
    return form(c, caller, { fork, values, outcome: checked });
  });

  app.post('/links/new', formBody, async (c) => {
    const caller = await findCaller(c);
    const values = valuesOf(await fieldsOf(c));
    const asked = { caller, requestId: c.get('requestId') };
    const made = await orProblem(async () => createLink(bodyOf(values), asked, context));
    if (!(made instanceof Problem)) {
      tell(c, { kind: 'success', text: 'The link is made, and synced now.' }, context);
      return c.redirect(`/links/${made.id}`, 303);
    }
    const fork = await orProblem(() => pushableFork(context, caller, namesOf(values.fork)));
    if (fork instanceof Problem) return choose(c, caller, { fork: values.fork, problem: fork });
    return form(c, caller, { fork, values, outcome: { problem: made } });
  });

  async function check(
    values: Values,
    { fork, caller }: { fork: PersonsRepository & { installationId: number }; caller: Caller },
  ): Promise<Outcome> {
    const ends = await orProblem(async () => endsOf(bodyOf(values), { fork, caller }, context));
    if (ends instanceof Problem) return { problem: ends };
    const wanted = { forkBranch: ends.fork.branch, upstreamId: ends.upstream.id, upstreamBranch: ends.upstream.branch };
    const claim = claimBranch((await existingLinks(database.db, [fork.id])).get(fork.id) ?? [], wanted);
    if (claim.kind === 'taken') {
      const message = `The link ${claim.by.id} keeps this branch up to date already: change it, or remove it first.`;
      return { problem: fieldProblem([{ field: 'fork.branch', message }]) };
    }
    const name = (end: { owner: string; name: string; branch: string }) => `${end.branch} of ${end.owner}/${end.name}`;
    return { would: { fork: name(ends.fork), upstream: name(ends.upstream) } };
  }

  async function choose(
    c: Context,
    caller: Caller,
    given: { fork: string; problem: Problem | null },
  ): Promise<Response> {
    const [forks, install] = await Promise.all([
      pushable.of(caller).then((ids) => pickableForks(database.db, ids, mostForks)),
      installPage(context),
    ]);
    const { fork, problem } = given;
    demandPage(c, problem);
    const shown = { title: 'New link', caller, tab: 'new', status: statusOf(problem) } as const;
    return showPage(c, context, shown, <Choose {...{ forks, install, fork }} error={problem?.message ?? null} />);
  }

  async function form(
    c: Context,
    caller: Caller,
    { fork, values, outcome }: { fork: PersonsRepository; values: Values; outcome: Outcome },
  ): Promise<Response> {
    const { parent } = fork;
    const upstream = values.upstream || (parent ? `${parent.owner}/${parent.repo}` : '');
    const client = github.asUser(caller.token);
    const branchesOf = async (repository: { owner: string; name: string }) => {
      const found = await listBranches(client, repository, mostBranches);
      return isRefusal(found) ? [] : found;
    };
    const [ours, theirs, links] = await Promise.all([
      branchesOf(fork),
      /^[^/]+\/[^/]+$/.test(upstream) ? branchesOf(namesOf(upstream)) : [],
      linkViews(database.db, { forkIds: [fork.id], page: 1, perPage: mostBranches }),
    ]);
    const problem = outcome !== null && 'problem' in outcome ? outcome.problem : null;
    demandPage(c, problem);
    const shown = {
      ...{ fork, values: { ...values, upstream }, branches: { ours, theirs }, links: links.data },
      errors: problem ? errorsByField(problem.errors) : {},
      error: problem && problem.errors.length === 0 ? problem.message : null,
      would: outcome !== null && 'would' in outcome ? outcome.would : null,
    };
    const frame = { title: 'New link', caller, tab: 'new', status: statusOf(problem) } as const;
    return showPage(c, context, frame, <CreateForm {...shown} />);
  }
}

function namesOf(text: string): { owner: string; name: string } {
  const { owner, repo } = repositoryOf(text);
  return { owner, name: repo };
}
