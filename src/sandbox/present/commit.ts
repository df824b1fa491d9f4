import type { Commit } from '../commit.ts';
import type { FileChange } from '../diff.ts';
import type { ChangedFiles } from '../history.ts';
import type { Repository } from '../types.ts';
import type { World } from '../world.ts';
import { accountJson, type Json } from './account.ts';
import { pathInUrl, repositoryApi } from './repository.ts';

export function commitJson(world: World, repository: Repository, commit: Commit): Json {
  const api = repositoryApi(world, repository);
  const page = `${world.url}/${repository.owner.login}/${repository.name}/commit/${commit.sha}`;
  const url = `${api}/commits/${commit.sha}`;
  return {
    sha: commit.sha,
    node_id: `C_${commit.sha}`,
    commit: {
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
      url: `${api}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
    },
    url,
    html_url: page,
    comments_url: `${url}/comments`,
    author: writerJson(world, commit.author.name),
    committer: writerJson(world, commit.committer.name),
    parents: commit.parents.map((sha) => ({ sha, url: `${api}/commits/${sha}`, html_url: page })),
  };
}

/** A commit as git has it, without what GitHub knows of its people. */
export function gitCommitJson(world: World, repository: Repository, commit: Commit): Json {
  const api = `${repositoryApi(world, repository)}/git`;
  const page = (sha: string) => `${world.url}/${repository.owner.login}/${repository.name}/commit/${sha}`;
  return {
    sha: commit.sha,
    node_id: `C_${commit.sha}`,
    url: `${api}/commits/${commit.sha}`,
    html_url: page(commit.sha),
    author: commit.author,
    committer: commit.committer,
    tree: { sha: commit.tree, url: `${api}/trees/${commit.tree}` },
    message: commit.message,
    parents: commit.parents.map((sha) => ({ sha, url: `${api}/commits/${sha}`, html_url: page(sha) })),
    verification: { verified: false, reason: 'unsigned', signature: null, payload: null, verified_at: null },
  };
}

/** A file of a comparison or of a commit, at the commit `sha`. */
export function fileChangeJson(world: World, repository: Repository, given: { change: FileChange; sha: string }): Json {
  const { change, sha } = given;
  const { filename, status, oid, additions, deletions } = change;
  const path = pathInUrl(filename);
  const page = `${world.url}/${repository.owner.login}/${repository.name}`;
  return {
    sha: oid,
    filename,
    status,
    additions,
    deletions,
    changes: additions + deletions,
    blob_url: `${page}/blob/${sha}/${path}`,
    raw_url: `${page}/raw/${sha}/${path}`,
    contents_url: `${repositoryApi(world, repository)}/contents/${path}?ref=${sha}`,
  };
}

/** As in a `push` event. */
export function pushedCommitJson(world: World, repository: Repository, commit: Commit, files: ChangedFiles): Json {
  const person = ({ name, email, date }: Commit['author']) => ({ name, email, date, username: name });
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: commit.committer.date,
    url: `${world.url}/${repository.owner.login}/${repository.name}/commit/${commit.sha}`,
    author: person(commit.author),
    committer: person(commit.committer),
    ...files,
  };
}

function writerJson(world: World, name: string): Json | null {
  const account = world.accounts.get(name.toLowerCase());
  return account ? accountJson(world, account) : null;
}
