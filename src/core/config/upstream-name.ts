import { readGitUrl } from './git-url.ts';

/** A repository as a file names it. `url`: where it is when that is not GitHub; its owner is the host then. */
export interface NamedUpstream {
  owner: string;
  name: string;
  url?: string;
}

/** What a file says as `upstream`. */
export function namedUpstream(said: string | undefined): NamedUpstream | null {
  const elsewhere = readGitUrl(said ?? '');
  if (elsewhere !== null) return { owner: elsewhere.host, name: elsewhere.path, url: elsewhere.url };
  const [owner, name] = said?.split('/') ?? [];
  return owner !== undefined && name !== undefined ? { owner, name } : null;
}
