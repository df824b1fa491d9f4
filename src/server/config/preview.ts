/** What a file would come to in a fork, without being there. */

import type { Problem as FileProblem, Position } from '../../core/config/problem.ts';
import { isSame, mostNew, reconcile } from '../../core/config/reconcile.ts';
import type { ForkConfig } from '../../core/config/schema.ts';
import type { Strategy } from '../../core/strategy.ts';
import { moversOf } from '../../db/movers.ts';
import { defaultsOf, existingLinks, storedRepositories } from '../../db/stored.ts';
import { type Covered, readCovered } from '../../github/covered.ts';
import { readMember } from '../../github/network.ts';
import type { PersonsRepository } from '../../github/users.ts';
import { answered } from '../api/access.ts';
import type { Caller } from '../api/caller.ts';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';
import { linksSaid } from './declaration.ts';
import { seenBy } from './seen.ts';

type Context = Pick<ServerContext, 'database' | 'env' | 'github'>;
type Fork = PersonsRepository & { installationId: number };

/** A fork with its file and its parent, as the App sees it now. 404: it does not. */
export async function shownFork(fork: Fork, { github }: Pick<Context, 'github'>): Promise<Covered> {
  const client = github.asInstallation(fork.installationId);
  const member = answered(await readMember(client, fork));
  const [shown] = member === null ? [] : answered(await readCovered(client, [member.nodeId]));
  if (shown?.id === fork.id) return shown;
  throw new Problem(404, `Backstroke does not see ${fork.owner}/${fork.name} just now: try again in a moment.`);
}

export interface PreviewBranch {
  /** Of the link that there is; null: it would be made. */
  id: string | null;
  branch: string;
  from: { owner: string; name: string; branch: string };
  strategy: Strategy;
}

export type Preview =
  /** The fork is archived, or one of the ends has no default branch: nothing would change. */
  | { kind: 'nothing' }
  | {
      kind: 'links';
      links: PreviewBranch[];
      /** Links that would be off then. */
      off: { id: string; branch: string }[];
      /** Links that would be made later. */
      left: number;
    };

/**
 * The links that the fork would have with this configuration; null is the default. An upstream that the caller may not see is none.
 * 503: GitHub does not answer.
 */
export async function previewOf(
  { fork, shown, caller }: { fork: Fork; shown: Covered; caller: Pick<Caller, 'token'> },
  said: { config: ForkConfig | null; positionOf: (path: string) => Position },
  { database: { db }, env, github }: Context,
): Promise<Preview | { kind: 'problems'; problems: FileProblem[] }> {
  const [stored, existing, defaults] = await Promise.all([
    storedRepositories(db, [fork.id]),
    existingLinks(db, [fork.id]),
    defaultsOf(db, fork.installationId),
  ]);
  const client = github.asInstallation(fork.installationId);
  const { readNamed, orNull } = seenBy(caller, { client, github });
  const known = stored.get(fork.id) ?? null;
  const given = {
    client,
    readNamed,
    shown: { ...shown, parent: await orNull(shown.parent) },
    stored: known && { ...known, parent: await orNull(known.parent) },
    owner: { ...defaults, state: defaults.state ?? 'default', positionOf: said.positionOf },
    elsewhere: env.elsewhere,
    moversOf: (ids: number[]) => moversOf(db, ids),
  };
  const state = said.config === null ? 'default' : 'valid';
  const answer = answered(await linksSaid(given, { ...said, state }));
  if ('problems' in answer) return { kind: 'problems', problems: answer.problems };
  if (answer.wanted === null) return { kind: 'nothing' };
  const there = existing.get(fork.id) ?? [];
  const { update, left } = reconcile(there, answer.wanted);
  const names = new Map([...answer.upstreams, shown].map((one) => [one.id, one]));
  const off = new Set(update.filter((change) => change.off === 'disabled').map(({ id }) => id));
  return {
    kind: 'links',
    links: answer.wanted.links.slice(0, mostNew).flatMap(({ forkBranch, upstreamId, upstreamBranch, strategy }) => {
      const upstream = names.get(upstreamId);
      const same = there.find((one) => isSame(one, { forkBranch, upstreamId, upstreamBranch }));
      const id = same && same.off !== 'removed' ? same.id : null;
      return upstream ? [{ id, branch: forkBranch, from: { ...upstream, branch: upstreamBranch }, strategy }] : [];
    }),
    off: there.filter(({ id }) => off.has(id)).map(({ id, forkBranch: branch }) => ({ id, branch })),
    left,
  };
}
