import { createHash } from 'node:crypto';
import { readGitUrl } from '../core/config/git-url.ts';
import type { NetworkMember } from './network.ts';

/** A repository that is not on GitHub, with what GitHub would say of one. */
export type ElsewhereRepository = NetworkMember & { url: string };

/** Bits of the number that an address becomes: with its sign it is an integer that JavaScript and JSON keep. */
const bits = 52;

/**
 * The repository at an address. Its id is made from that, so that whoever reads a configuration knows it without asking the tables, and is
 * negative, as none of GitHub's is.
 */
export function elsewhereAt(url: string): ElsewhereRepository {
  const at = readGitUrl(url);
  if (at === null) throw new Error(`${url} is no address of a repository`);
  const hash = createHash('sha256')
    .update(at.url)
    .digest('hex')
    .slice(0, bits / 4);
  const id = -1 - Number.parseInt(hash, 16);
  return {
    id,
    nodeId: '',
    owner: at.host,
    ownerId: 0,
    name: at.path,
    url: at.url,
    private: false,
    archived: false,
    defaultBranch: null,
    pushedAt: null,
    network: id,
  };
}
