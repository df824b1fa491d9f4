import { z } from 'zod';
import type { Reason } from '../core/reason.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { attempt, parseAnswer } from './attempt.ts';
import type { InstallationClient } from './client.ts';
import { faultFrom } from './fault.ts';
import { refusalFromFaults, refuse } from './refusal.ts';
import { textOf } from './words.ts';

/**
 * What became of a move. `overtaken`: the branch is not where it was seen, or cannot be moved forward from there, so that what was
 * decided does not hold any more. `conflict`: the two change the same lines.
 */
export type Moved =
  | { moved: true; sha: string }
  | { moved: false; why: 'overtaken' | 'conflict' | 'nothing' }
  | Refusal;

export interface Place {
  client: InstallationClient;
  fork: { owner: string; name: string };
}

const overtaken = { moved: false as const, why: 'overtaken' as const };

/** Moves a branch forward, never otherwise (`force: false`). https://docs.github.com/rest/git/refs#update-a-reference */
export function forwardBranch(place: Place, { branch, sha }: { branch: string; sha: string }): Promise<Moved> {
  return writeRef(place, async () => {
    try {
      await place.client.request('PATCH /repos/{owner}/{repo}/git/refs/{ref}', {
        owner: place.fork.owner,
        repo: place.fork.name,
        ref: `heads/${branch}`,
        sha,
        force: false,
      });
      return { moved: true, sha };
    } catch (error) {
      if (says(error, 422, /not a fast forward|reference does not exist/i)) return overtaken;
      throw error;
    }
  });
}

/** Makes a branch or tag (`refs/heads/…`, `refs/tags/…`) that is not there. https://docs.github.com/rest/git/refs#create-a-reference */
export function createRef(place: Place, { ref, sha }: { ref: string; sha: string }): Promise<Moved> {
  return writeRef(place, async () => {
    try {
      await place.client.request('POST /repos/{owner}/{repo}/git/refs', {
        owner: place.fork.owner,
        repo: place.fork.name,
        ref,
        sha,
      });
      return { moved: true, sha };
    } catch (error) {
      if (says(error, 422, /reference already exists/i)) return overtaken;
      throw error;
    }
  });
}

const Merged = z.object({ sha: z.string() });

/**
 * Merges a commit of the fork network into a branch. GitHub makes a merge commit, never a fast-forward.
 * https://docs.github.com/rest/branches/branches#merge-a-branch
 */
export function mergeInto(
  place: Place,
  { branch, headSha, message }: { branch: string; headSha: string; message: string },
): Promise<Moved> {
  return writeRef(place, async () => {
    try {
      const { status, data } = await place.client.request('POST /repos/{owner}/{repo}/merges', {
        owner: place.fork.owner,
        repo: place.fork.name,
        base: branch,
        head: headSha,
        commit_message: message,
      });
      if (status === 204) return { moved: false, why: 'nothing' };
      return { moved: true, sha: parseAnswer(Merged, data).sha };
    } catch (error) {
      if (says(error, 409, /merge conflict/i)) return { moved: false, why: 'conflict' };
      if (says(error, 409, /base branch was modified/i) || says(error, 404, /base does not exist/i)) return overtaken;
      throw error;
    }
  });
}

/** Both are null in GitHub's answer where nobody asked for them. https://docs.github.com/graphql/reference/mutations#updaterefs */
export const updateRefsMutation = `mutation UpdateRefs($input: UpdateRefsInput!) {
  updateRefs(input: $input) { clientMutationId }
}`;

/** The id that means "no commit": before, that a reference is new; after, that it is deleted. */
export const noCommit = '0'.repeat(40);

export interface RefMove {
  /** Fully qualified. */
  ref: string;
  before: string;
  after: string;
}

/**
 * Moves references wherever they are to be, all of them or none, and none that is not where it was seen: the only way to move a
 * branch other than forward. https://docs.github.com/graphql/reference/input-objects#refupdate
 */
export function replaceRefs(
  place: Place,
  { repositoryNodeId, moves }: { repositoryNodeId: string; moves: readonly RefMove[] },
): Promise<Moved> {
  return writeRef(place, async () => {
    const refUpdates = moves.map(({ ref, before, after }) => ({
      name: ref,
      beforeOid: before,
      afterOid: after,
      force: true,
    }));
    const { client } = place;
    const { data, faults, headers } = await client.graphql(updateRefsMutation, {
      input: { repositoryId: repositoryNodeId, refUpdates },
    });
    if (faults.length === 0) {
      parseAnswer(z.object({ updateRefs: z.object({}).nullable() }), data);
      return { moved: true, sha: moves.at(-1)?.after ?? noCommit };
    }
    const text = faults.map(({ message }) => message).join(': ');
    if (/but expected|is at [0-9a-f]{40}|does not match|stale/i.test(text)) return overtaken;
    const refusal = refusalFromFaults(faults, { now: client.now(), as: client.caller, write: true, headers });
    return faults.some(({ type }) => type === 'FORBIDDEN') ? withoutWorkflows(place, refusal) : refusal;
  });
}

/**
 * A commit that changes `.github/workflows` needs a permission of its own, and its lack comes in many shapes: 403, 404, 422, and 500 with
 * nothing in it. Where the token has not got it, that is what such an answer is taken for.
 * https://docs.github.com/rest/authentication/permissions-required-for-github-apps
 */
export async function writeRef<T extends object>(place: Place, write: () => Promise<T>): Promise<T | Refusal> {
  let disguised = false;
  const moved = await attempt({ client: place.client, write: true }, async () => {
    try {
      return await write();
    } catch (error) {
      disguised = mayMeanWorkflows(error);
      throw error;
    }
  });
  return disguised && isRefusal(moved) ? withoutWorkflows(place, moved) : moved;
}

/** What GitHub says where it does not say what is the matter. */
const vague: ReadonlySet<Reason> = new Set(['missing-permission', 'github-unavailable', 'failed']);

async function withoutWorkflows({ client }: Place, refusal: Refusal): Promise<Refusal> {
  if (!vague.has(refusal.reason)) return refusal;
  if ((await client.permissions()).workflows === 'write') return refusal;
  const detail = `${refusal.detail}; the App may not write workflows, which commits that change .github/workflows need`;
  return refuse({ reason: 'missing-permission', detail });
}

function mayMeanWorkflows(error: unknown): boolean {
  const fault = faultFrom(error);
  if (!fault || fault.status === null) return false;
  if (fault.status === 500) return textOf(fault.body) === '';
  // A commit that has not arrived in the fork yet is named.
  return fault.status === 403 || (fault.status === 404 && !/does not exist/i.test(textOf(fault.body)));
}

function says(error: unknown, status: number, words: RegExp): boolean {
  const fault = faultFrom(error);
  return fault?.status === status && words.test(textOf(fault.body));
}
