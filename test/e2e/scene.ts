import { eq } from 'drizzle-orm';
import { checkName } from '../../src/core/text/config-check.ts';
import { links } from '../../src/db/schema.ts';
import type { PullInfo } from '../../src/sandbox/actions/pulls.ts';
import { tokenMint } from '../../src/sandbox/request-log.ts';
import { eventually, type Ring } from '../support/ring.ts';
import { call } from './call.ts';
import { free, isAnswered, reread } from './quiet.ts';

export type LinkRow = typeof links.$inferSelect;

/** A fork of its own, linked to an upstream of its own, for one test. */
export interface Scene {
  /** Full names. */
  upstream: string;
  fork: string;
  /** Login of the fork's owner. */
  owner: string;
  installation: number;
  link: () => Promise<LinkRow>;
  /** The link, once all of `expected` is true of it; looks that found nothing new do not hide the reason before them. */
  until: (expected: Partial<LinkRow>, within?: number) => Promise<LinkRow>;
  /** The link, once GitHub has told everything and everything told is answered. */
  answered: () => Promise<LinkRow>;
  /** The link, once besides no operation of it waits or runs, and web reads nothing again of which one may come. */
  idle: () => Promise<LinkRow>;
  /** The link, once besides none comes because time passes: its open pull request is looked at after 10 s, a minute and five else. */
  rested: () => Promise<LinkRow>;
  /** A new commit on upstream's branch. */
  push: (file: string, how?: { silent?: boolean; branch?: string }) => Promise<string>;
  pulls: () => PullInfo[];
  /** Reasons of the link's operations that the ring's worker ended so far, oldest first. */
  reasons: () => Promise<string[]>;
  /** Requests of the fork's installation so far with which operations write, as `METHOD route`: no answers to commits. */
  writes: () => string[];
  /** As the fork's owner. */
  sync: (body?: object) => Promise<{ operationId: string; statusUrl: string }>;
}

export interface SceneOptions {
  /** `install`: the App only on the fork, so that GitHub does not send upstream's pushes. */
  upstreamInstalled?: boolean;
  branch?: string;
  forkBranch?: string;
  /** What happens between forking and installing. */
  before?: (names: { upstream: string; fork: string; owner: string }) => Promise<unknown>;
  permissions?: Record<string, string>;
}

/** `name` must be the test's own: accounts and repositories are called after it. */
export async function scene(ring: Ring, name: string, options: SceneOptions = {}): Promise<Scene> {
  const { github } = ring;
  const branch = options.branch ?? 'main';
  const owner = `octo-${name}`;
  const upstreamOwner = `up-${name}`;
  const upstream = `${upstreamOwner}/hello`;
  const fork = `${owner}/hello`;
  github.createOrg(upstreamOwner);
  github.createUser(owner);
  await github.createRepository({
    owner: upstreamOwner,
    name: 'hello',
    defaultBranch: branch,
    files: { 'README.md': 'hello\n' },
  });
  await github.fork({ source: upstream, owner });
  if (options.forkBranch) {
    await github.createBranch(fork, options.forkBranch, branch);
    github.setDefaultBranch(fork, options.forkBranch);
  }
  await options.before?.({ upstream, fork, owner });
  if (options.upstreamInstalled ?? true) github.install(upstreamOwner, [upstream]);
  const installation = github.install(owner, [fork], options.permissions);
  const made = follow(ring, { upstream, fork, owner, installation, branch });
  await eventually(async () => (await made.link()).reason !== null, { what: `the first answer for ${fork}` });
  // What installing asked for more than once is over, and counts for nothing that the test asks for.
  await made.idle();
  return made;
}

/** What the next look says where nothing happened since. */
const nothingNew: ReadonlySet<string> = new Set(['pull-open', 'up-to-date', 'held-undone']);

/** The tools of a scene for repositories that are there already. */
export function follow(
  ring: Ring,
  given: { upstream: string; fork: string; owner: string; installation: number; branch: string; by?: string },
): Scene {
  const { github, database } = ring;
  const { upstream, fork, installation } = given;
  const { id: forkId } = github.repository(fork);
  const rows = () => database.db.select().from(links).where(eq(links.forkId, forkId));
  const link = async () => {
    const [row] = await rows();
    if (!row) throw new Error(`${fork} has no link`);
    return row;
  };
  const answered = async () => {
    await github.settled();
    return eventually(
      async () => {
        const row = await link();
        if (!(await isAnswered(ring, row))) throw new Error(JSON.stringify(row));
        return row;
      },
      { what: `everything asked of ${fork} is answered` },
    );
  };
  const idle = async () => {
    await free(ring, (await answered()).id);
    // What follows the last answer is asked for by now, and may make another operation.
    await reread(ring, await link(), installation);
    await free(ring, (await answered()).id);
    return answered();
  };
  const operations = (linkId: string) =>
    ring
      .workerLines()
      .flatMap(({ json }) =>
        json?.msg === 'Operation finished' && json.linkId === linkId
          ? [{ id: String(json.operationId), reason: String(json.reason) }]
          : [],
      );
  const reasonsOf = (row: LinkRow) => operations(row.id).map(({ reason }) => reason);
  /** A worker writes its line after the answer, which may be applied before. */
  const reasons = () =>
    eventually(
      async () => {
        const row = await link();
        const { lastOperationId: last } = row;
        return (last === null || operations(row.id).some(({ id }) => id === last)) && reasonsOf(row);
      },
      { what: `the worker says that it answered for ${fork}` },
    );
  /** The reason of the last answer, or of the one before when that was followed by looks that found nothing new. */
  const latest = (row: LinkRow) => {
    const ended = operations(row.id);
    const at = ended.findIndex(({ id }) => id === row.lastOperationId);
    return nothingNew.has(row.reason ?? '')
      ? ended.slice(0, at + 1).findLast(({ reason }) => reason !== row.reason)?.reason
      : row.reason;
  };
  const sync = async (body?: object) => {
    const token = github.createUserToken(given.by ?? given.owner);
    const answer = await call(ring, `/v1/links/${(await link()).id}/sync`, { method: 'POST', token, body });
    if (answer.status !== 202) throw new Error(`sync was answered ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  return {
    ...given,
    link,
    until: (expected, within) =>
      eventually(
        async () => {
          const row = await link();
          const is = (key: string, value: unknown) =>
            row[key as keyof LinkRow] === value || (key === 'reason' && latest(row) === value);
          const differs = Object.entries(expected).filter(([key, value]) => !is(key, value));
          if (differs.length > 0) throw new Error(JSON.stringify({ row, reasons: reasonsOf(row) }));
          return row;
        },
        { what: JSON.stringify(expected), ...(within === undefined ? {} : { within }) },
      ),
    answered,
    idle,
    rested: () =>
      eventually(async () => {
        const row = await idle();
        if (row.retryAt === null || !row.mergeability?.looks) return row;
        // A look that somebody asks for ends the row of looks where GitHub has tried to merge by then.
        await sync();
        return false;
      }),
    push: (file, how = {}) =>
      github.commit(upstream, how.branch ?? given.branch, {
        files: { [file]: `${file}\n` },
        message: `Add ${file}`,
        silent: how.silent ?? false,
      }),
    pulls: () => github.pulls(fork),
    reasons,
    writes: () =>
      github
        .requests()
        .filter((request) => request.installationId === installation && request.route !== tokenMint)
        .filter(({ graphql, mutation, method }) => (graphql ? mutation : method !== 'GET'))
        .filter(({ name }) => name !== checkName)
        .map(({ method, route, operationName }) => operationName ?? `${method} ${route}`),
    sync,
  };
}

/** Resolves when the dispatcher has looked at every upstream ref again. */
export async function ticked(ring: Ring): Promise<void> {
  const ticks = () => ring.dispatcher.lines.filter(({ json }) => json?.msg === 'Tick').length;
  const before = ticks();
  // The tick under way may have read the database before now, and may have begun late: between it and the third after it lies the ring's interval of 2 s.
  await eventually(() => ticks() >= before + 4, { what: 'four ticks' });
}
