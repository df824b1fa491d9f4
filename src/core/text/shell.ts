import type { BranchName } from '../observation.ts';
import { NAME_LIMIT, visible } from './harmless.ts';

const login = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;
const repository = /^[A-Za-z0-9._-]+$/;
const branch = /^[\p{L}\p{M}\p{N}_./+@#=,()-]+$/u;
const origin = /^https?:\/\/[A-Za-z0-9.-]+(:\d+)?(\/[A-Za-z0-9._-]+)*$/;

/**
 * True when the names can stand between single quotes on a command line that people copy. Stricter than sh needs:
 * inside single quotes only `'` is special there, but these lines get pasted into cmd.exe too, which knows no single
 * quotes, hence none of its `& | < > ^ % !`. Nothing that starts like an option, nothing that cannot be seen.
 */
export function canBeTyped(name: BranchName): boolean {
  const words = [name.owner, name.name, name.branch];
  if (words.some((word) => word.startsWith('-') || word !== visible(word, NAME_LIMIT))) return false;
  if (/^\.{1,2}$/.test(name.name)) return false;
  return login.test(name.owner) && repository.test(name.name) && branch.test(name.branch);
}

/**
 * Shell commands that merge upstream's branch into the fork's in a clone whose `origin` is the fork: `merge` stops
 * at the first command that fails, so that nothing is merged into, or pushed from, another branch; `push` comes
 * after the conflicts are resolved. null when a name or `webUrl` cannot be quoted for certain, or upstream is not on GitHub.
 */
export function mergeCommands(given: {
  upstream: BranchName;
  fork: BranchName;
  webUrl: string;
}): { merge: string; push: string } | null {
  const { upstream, fork } = given;
  const webUrl = given.webUrl.replace(/\/+$/, '');
  if (upstream.url || !origin.test(webUrl) || !canBeTyped(upstream) || !canBeTyped(fork)) return null;
  const steps = [
    `git switch '${fork.branch}'`,
    `git pull --ff-only origin 'refs/heads/${fork.branch}'`,
    `git fetch '${webUrl}/${upstream.owner}/${upstream.name}.git' 'refs/heads/${upstream.branch}'`,
    'git merge FETCH_HEAD',
  ];
  return { merge: steps.join(' &&\n'), push: `git push origin 'HEAD:refs/heads/${fork.branch}'` };
}

/** The same for a pull request whose head is `branch` of the fork: its base is merged into that. */
export function headCommands({ fork, branch }: { fork: BranchName; branch: string }): ReturnType<typeof mergeCommands> {
  if (!canBeTyped(fork) || !canBeTyped({ ...fork, branch })) return null;
  const steps = [
    'git fetch origin',
    `git switch '${branch}'`,
    `git pull --ff-only origin 'refs/heads/${branch}'`,
    `git fetch origin 'refs/heads/${fork.branch}'`,
    'git merge FETCH_HEAD',
  ];
  return { merge: steps.join(' &&\n'), push: `git push origin 'HEAD:refs/heads/${branch}'` };
}
