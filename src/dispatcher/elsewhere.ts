import { readGitUrl } from '../core/config/git-url.ts';
import { HOUR, MINUTE } from '../core/duration.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { DueRef } from '../db/due-refs.ts';
import type { HeadsOrder, listHeads } from '../git/list-heads.ts';
import type { HeadReport } from '../github/heads.ts';
import type { Log } from '../runtime/log.ts';

/** Asks one repository outside GitHub for heads of its branches. */
export type AskHost = (
  order: Pick<HeadsOrder, 'url' | 'branches' | 'limitMs' | 'signal'>,
) => ReturnType<typeof listHeads>;

export interface ElsewhereReader {
  /** Heads of those refs whose host answered; the others are asked again by a later tick. */
  read: (refs: readonly DueRef[], now: Date) => Promise<Map<string, HeadReport>>;
}

/** Hosts that are asked at once; one of them is asked for one repository after the other. */
const atOnce = 8;
/** Milliseconds in which a host has to answer, and in which a tick asks hosts at all. */
const answerWithin = 10_000;
const tickWithin = 25_000;

type Repository = [DueRef, ...DueRef[]];

interface Given {
  now: Date;
  signal: AbortSignal;
}

/**
 * Reads heads of upstreams that are not on GitHub, one call for a repository, whoever follows it. One that does not answer is left alone for a
 * minute, and twice as long each time, up to an hour; of a host that did not answer twice in a row nothing more is asked in this tick.
 */
export function createElsewhereReader(ask: AskHost, log: Log): ElsewhereReader {
  const rests = new Map<string, { until: number; ms: number }>();
  let round = 0;

  /** null: there was no answer. */
  const readOne = async (refs: Repository, { now, signal }: Given): Promise<[string, HeadReport][] | null> => {
    const url = refs[0].url ?? '';
    const branches = [...new Set(refs.map(({ branch }) => branch))];
    const answer = await ask({ url, branches, limitMs: answerWithin, signal });
    if (isRefusal(answer)) {
      const ms = Math.min(HOUR, 2 * (rests.get(url)?.ms ?? MINUTE / 2));
      rests.set(url, { until: now.getTime() + ms, ms });
      log.warn({ url, detail: answer.detail, ms }, 'A host outside GitHub did not answer');
      return null;
    }
    rests.delete(url);
    return refs.map((ref) => [ref.refId, reportOf(ref, answer)]);
  };

  const readHost = async (repositories: Repository[], given: Given): Promise<[string, HeadReport][]> => {
    const read: [string, HeadReport][] = [];
    let silent = 0;
    for (const refs of repositories) {
      if (given.signal.aborted || silent === 2) break;
      if ((rests.get(refs[0].url ?? '')?.until ?? 0) > given.now.getTime()) continue;
      const answered = await readOne(refs, given).catch(unlessOver(given.signal));
      silent = answered === null ? silent + 1 : 0;
      read.push(...(answered ?? []));
    }
    return read;
  };

  return {
    read: async (refs, now) => {
      const signal = AbortSignal.timeout(tickWithin);
      const hosts = byHost(refs);
      round += 1;
      // Another one is first each time, so that slow ones keep nobody from ever being asked.
      const at = hosts.length === 0 ? 0 : round % hosts.length;
      const turn = [...hosts.slice(at), ...hosts.slice(0, at)];
      const heads = new Map<string, HeadReport>();
      const lane = async () => {
        for (let next = turn.shift(); next; next = turn.shift()) {
          for (const [refId, head] of await readHost(next, { now, signal })) heads.set(refId, head);
        }
      };
      await Promise.all(Array.from({ length: atOnce }, lane));
      return heads;
    },
  };
}

/** Names are as they were: an address is its repository's name. */
function reportOf({ owner, name, branch }: DueRef, answer: Exclude<Awaited<ReturnType<AskHost>>, Refusal>): HeadReport {
  if ('gone' in answer) return { kind: 'gone' };
  const sha = answer.get(branch) ?? null;
  return sha === null ? { kind: 'no-branch', owner, name, tags: null } : { kind: 'sha', sha, owner, name, tags: null };
}

function byHost(refs: readonly DueRef[]): Repository[][] {
  const repositories = new Map<string, Repository>();
  for (const ref of refs) {
    const same = repositories.get(ref.url ?? '');
    if (same) same.push(ref);
    else repositories.set(ref.url ?? '', [ref]);
  }
  const hosts = new Map<string, Repository[]>();
  for (const [url, all] of repositories) {
    const host = readGitUrl(url)?.host ?? '';
    hosts.set(host, [...(hosts.get(host) ?? []), all]);
  }
  return [...hosts.values()];
}

/** What the time of a tick ended is asked by a later one. */
function unlessOver(signal: AbortSignal): (error: unknown) => null {
  return (error) => {
    if (signal.aborted) return null;
    throw error;
  };
}
