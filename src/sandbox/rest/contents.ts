import { posix } from 'node:path';
import { type Answer, json, notFound } from '../answer.ts';
import { pathInUrl, repositoryApi } from '../present/repository.ts';
import type { Call, Route } from '../router.ts';
import { blobBytes, type Entry, entriesOf, entryAt, linkMode } from '../tree.ts';
import type { Repository } from '../types.ts';
import { repositoryOf } from './repository-of.ts';
import { commitNamed } from './shas.ts';

const page = 'repos/contents#get-repository-content';

export const contentRoutes: Route[] = [
  {
    method: 'GET',
    pattern: '/repos/:owner/:repo/contents/*path',
    async handle(call) {
      const repository = repositoryOf(call, { accepts: 'contents=read', page });
      const commit = await commitNamed(call, repository, call.query.get('ref') ?? repository.defaultBranch);
      if (!commit) return notFound(page);
      const path = (call.params.path ?? '').replace(/^\/+|\/+$/g, '');
      const entry = await entryAt(repository.store, commit, path);
      if (!entry) return notFound(page);
      if (entry.mode === linkMode) return link(call, repository, { entry, commit });
      if (entry.type === 'blob') return file(call, repository, entry);
      const entries = await entriesOf(repository.store, entry.oid);
      return json(entries.map((each) => entryJson(call, repository, { ...each, path: posix.join(path, each.path) })));
    },
  },
];

/** A link to a file of the repository is answered with that file; any other with itself. */
async function link(call: Call, repository: Repository, at: { entry: Entry; commit: string }): Promise<Answer> {
  const { entry, commit } = at;
  const target = (await blobBytes(repository.store, entry.oid)).toString();
  const meant = posix.join(posix.dirname(entry.path), target);
  const inside = !meant.startsWith('..') && !target.startsWith('/');
  const found = inside ? await entryAt(repository.store, commit, meant) : null;
  if (found?.type === 'blob' && found.mode !== linkMode) return file(call, repository, { ...found, path: entry.path });
  return json({ ...entryJson(call, repository, entry), target });
}

async function file(call: Call, repository: Repository, entry: Entry): Promise<Answer> {
  const bytes = await blobBytes(repository.store, entry.oid);
  if (/vnd\.github(\.v3)?\.raw/.test(call.headers.accept ?? '')) {
    const headers = { 'content-type': 'application/vnd.github.raw+json; charset=utf-8' };
    return { status: 200, text: bytes.toString(), headers };
  }
  const content = bytes.toString('base64').replace(/.{60}/g, '$&\n');
  return json({ ...entryJson(call, repository, entry), content: `${content}\n`, encoding: 'base64' });
}

function entryJson(call: Call, repository: Repository, entry: Entry) {
  const { world } = call;
  const path = pathInUrl(entry.path);
  const url = `${repositoryApi(world, repository)}/contents/${path}?ref=${repository.defaultBranch}`;
  const kind = entry.type === 'tree' ? 'tree' : 'blob';
  const git = `${repositoryApi(world, repository)}/git/${kind}s/${entry.oid}`;
  const page = `${world.url}/${repository.owner.login}/${repository.name}`;
  const html = `${page}/${kind}/${repository.defaultBranch}/${path}`;
  return {
    type: typeOfEntry(entry),
    size: entry.size,
    name: posix.basename(entry.path),
    path: entry.path,
    sha: entry.oid,
    url,
    git_url: git,
    html_url: html,
    download_url: entry.type === 'blob' ? `${page}/raw/${repository.defaultBranch}/${path}` : null,
    _links: { self: url, git, html },
  };
}

function typeOfEntry(entry: Entry): string {
  if (entry.type === 'tree') return 'dir';
  return entry.mode === linkMode ? 'symlink' : 'file';
}
