/** What forks may follow outside GitHub, and what a configuration may not say of it. */
import { followsBranch } from '../track.ts';
import type { EffectiveBranch, EffectiveConfig } from './effective.ts';
import { type GitUrl, readGitUrl } from './git-url.ts';
import { isGlob } from './glob.ts';
import { type Position, type Problem, shown } from './problem.ts';
import type { Complaint } from './settle.ts';

/** What the operator lets forks follow. */
export interface Elsewhere {
  /** Nothing outside GitHub is followed. */
  off: boolean;
  /** `host`, or `host:port` where that is not 443: those that may have addresses that are not public. */
  hosts: readonly string[];
  /** The host of GitHub itself, in the same form. */
  github: string;
}

/** Whether the operator named this host and port. */
export function isNamed({ host, port }: Pick<GitUrl, 'host' | 'port'>, hosts: readonly string[]): boolean {
  return hosts.includes(port === 443 ? host : `${host}:${port}`);
}

/** Why this address is not followed here; null: it is. */
export function refusedUrl(url: GitUrl, { off, hosts, github }: Elsewhere): string | null {
  const named = shown(url.url);
  if (off)
    return `${named} is not on GitHub, and whoever runs this Backstroke lets it follow nothing else: name a repository of GitHub.`;
  if (isNamed(url, [github.toLowerCase()])) return `${named} is on GitHub: write ${shown(url.path)}.`;
  if (url.port !== 443 && !isNamed(url, hosts))
    return `${named} has another port than 443: name an address without one.`;
  return null;
}

/** What is wrong with the address that a file names, whatever else it says; null: nothing. */
export function addressProblem(
  upstream: string | undefined,
  elsewhere: Elsewhere,
  positionOf: (path: string) => Position,
): Problem | null {
  const url = readGitUrl(upstream ?? '');
  const message = url && refusedUrl(url, elsewhere);
  return message ? { path: 'upstream', ...positionOf('upstream'), message } : null;
}

/** What is wrong with a configuration that names an address, before anything is read; null: nothing. */
export function elsewhereProblem(
  config: EffectiveConfig,
  elsewhere: Elsewhere,
  positionOf: (path: string) => Position,
): Problem | null {
  const refused = addressProblem(config.upstream?.url, elsewhere, positionOf);
  if (refused !== null || config.upstream?.url === undefined) return refused;
  const at = (path: string, message: string): Problem => ({ path, ...positionOf(path), message });
  const named = shown(config.upstream.url);
  if (config.branches === null)
    return at('upstream', `Of ${named} no default branch is known: name the branches to follow as \`branches\`.`);
  if (config.tags === null) return null;
  return at('tags', `Tags of ${named} are not brought over, as it is not on GitHub: write \`tags: none\`.`);
}

/** What an entry of `branches` may not say of a repository that is not on GitHub; null: nothing is wrong. */
export function elsewhereComplaint({ from, track = followsBranch, strategy, path }: EffectiveBranch): Complaint | null {
  if (isGlob(from.branch)) {
    return {
      path: `${path}.from`,
      message: `Branches outside GitHub are not listed: name each in place of ${shown(from.branch)}.`,
    };
  }
  if (track !== followsBranch) {
    return {
      path: `${path}.track`,
      message: 'Releases and tags outside GitHub are not looked at: name a branch, and leave `track` out.',
    };
  }
  if (strategy === 'rebase' || strategy === 'mirror') {
    const message = `\`${strategy}\` gives up commits, which no host outside GitHub can have done: use \`pull-request\`, \`fast-forward\` or \`merge\`.`;
    return { path: `${path}.strategy`, message };
  }
  return null;
}
