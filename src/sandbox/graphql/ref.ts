import { canRead } from '../access.ts';
import { networkOf, seenFrom } from '../find.ts';
import { counts } from '../history.ts';
import { statusOf } from '../rest/compare.ts';
import type { Call } from '../router.ts';
import { objectOf, peeled, typeOf } from '../tree.ts';
import type { Repository } from '../types.ts';
import { commitNode, tipNode } from './commit.ts';
import { connection } from './connection.ts';
import { typed } from './errors.ts';
import { pullNode, pullState } from './pull.ts';
import { type PullsArgs, repositoryNode } from './repository.ts';

export function refNode(call: Call, repository: Repository, qualifiedName: string, sha: string) {
  const [, kind = '', ...rest] = qualifiedName.split('/');
  return {
    __typename: 'Ref',
    id: refId(repository, qualifiedName),
    name: rest.join('/'),
    prefix: `refs/${kind}/`,
    repository: () => repositoryNode(call, repository),
    target: () => targetNode(call, repository, sha),
    associatedPullRequests: (args: PullsArgs) =>
      connection('associatedPullRequests', args, pullsFrom(call, repository, qualifiedName, args)),
    compare: ({ headRef }: { headRef: string }) => comparison(call, repository, sha, headRef),
  };
}

/** A commit, or the tag object of an annotated tag. */
async function targetNode(call: Call, repository: Repository, sha: string): Promise<object> {
  const { store } = repository;
  if ((await typeOf(store, sha)) !== 'tag') return tipNode(call, repository, sha);
  const text = (await objectOf(store, sha)).content.toString();
  return {
    __typename: 'Tag',
    id: `TA_${sha}`,
    oid: sha,
    abbreviatedOid: sha.slice(0, 7),
    name: /^tag (.*)$/m.exec(text)?.[1] ?? '',
    message: text.slice(text.indexOf('\n\n') + 2),
    target: async () => tipNode(call, repository, await peeled(store, sha)),
  };
}

/** Pull requests anywhere in the network whose head is this branch, as far as the caller may see them. */
function pullsFrom(call: Call, repository: Repository, ref: string, { states }: PullsArgs) {
  const all = networkOf(call.world, repository).filter((other) => canRead(call.world, call.caller, other));
  const found = all.flatMap(({ pulls }) => pulls.filter(({ head }) => head.repository === repository));
  return found
    .filter((pull) => `refs/heads/${pull.head.branch}` === ref && (!states || states.includes(pullState(pull))))
    .map((pull) => pullNode(call, pull));
}

export function refId(repository: Repository, qualifiedName: string): string {
  return `REF_${Buffer.from(`${repository.id}:${qualifiedName}`).toString('base64url')}`;
}

/** `owner:branch`, or a branch of the same repository: the forms that are known to work. */
async function comparison(call: Call, repository: Repository, base: string, headRef: string) {
  const head = headSha(call, repository, headRef);
  if (!head) throw typed('NOT_FOUND', `Could not resolve to a Ref with the name '${headRef}'.`);
  const { ahead, behind, mergeBase } = await counts(repository.store, base, head);
  if (mergeBase === null) throw typed('NOT_FOUND', `No common ancestor between ${base} and ${headRef}.`);
  return {
    __typename: 'Comparison',
    id: `CMP_${Buffer.from(`${base}:${head}`).toString('base64url')}`,
    aheadBy: ahead,
    behindBy: behind,
    status: statusOf({ ahead, behind }).toUpperCase(),
    baseTarget: commitNode(call.world, repository, base),
    headTarget: commitNode(call.world, repository, head),
  };
}

function headSha(call: Call, repository: Repository, headRef: string): string | null {
  const [owner = '', ...rest] = headRef.split(':');
  const branch = rest.length > 0 ? rest.join(':') : owner;
  const ref = branch.startsWith('refs/') ? branch : `refs/heads/${branch}`;
  if (rest.length === 0) return seenFrom(repository, repository, ref);
  const owned = networkOf(call.world, repository).filter(
    (other) => other.owner.login.toLowerCase() === owner.toLowerCase() && canRead(call.world, call.caller, other),
  );
  for (const other of owned) {
    const sha = seenFrom(repository, other, ref);
    if (sha) return sha;
  }
  return null;
}
