import type { Clone } from './clone.ts';

const prefix = 'refs/backstroke/tmp';

/** Where the new commits of an operation are kept in the fork until its branch is moved to them. */
export function temporaryRef({ linkId, operationId }: { linkId: string; operationId: string }): string {
  for (const id of [linkId, operationId]) if (!/^[\w-]+$/.test(id)) throw new Error(`${id} is no id`);
  return `${prefix}/${linkId}/${operationId}`;
}

/** The temporary references of a link: its lock is ours, so each is of an operation whose worker died. */
export async function leftOver(clone: Clone, linkId: string): Promise<string[]> {
  const text = await clone.text(['ls-remote', '--refs', 'fork', `${prefix}/${linkId}/*`]);
  return text.split('\n').flatMap((line) => line.split('\t')[1] ?? []);
}

/** Pushes a commit to a temporary reference of the fork, and removes those that are left over, in one go. */
export async function pushTemporary(clone: Clone, given: { sha: string; ref: string; linkId: string }): Promise<void> {
  const { sha, ref, linkId } = given;
  const old = (await leftOver(clone, linkId)).filter((name) => name !== ref);
  const args = ['push', '--porcelain', '--no-verify', '--quiet', 'fork', `+${sha}:${ref}`];
  await clone.run([...args, ...old.map((name) => `:${name}`)]);
}

export async function removeTemporary(clone: Clone, linkId: string): Promise<void> {
  const old = await leftOver(clone, linkId);
  if (old.length === 0) return;
  await clone.run(['push', '--porcelain', '--no-verify', '--quiet', 'fork', ...old.map((name) => `:${name}`)]);
}
