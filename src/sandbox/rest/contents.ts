import { type Answer, json, notFound } from '../answer.ts';
import { repositoryApi } from '../present/repository.ts';
import type { Call, Route } from '../router.ts';
import { blobText, type Entry, entriesIn, entryAt } from '../tree.ts';
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
      const entry = path === '' ? null : await entryAt(repository.store, commit, path);
      if (path !== '' && !entry) return notFound(page);
      if (entry?.type === 'blob') return file(call, repository, entry);
      const entries = await entriesIn(repository.store, commit, path);
      return json(entries.map((each) => entryJson(call, repository, each)));
    },
  },
];

async function file(call: Call, repository: Repository, entry: Entry): Promise<Answer> {
  const text = await blobText(repository.store, entry.oid);
  if (/vnd\.github(\.v3)?\.raw/.test(call.headers.accept ?? '')) {
    return { status: 200, text, headers: { 'content-type': 'application/vnd.github.raw+json; charset=utf-8' } };
  }
  const content = Buffer.from(text).toString('base64').replace(/.{60}/g, '$&\n');
  return json({ ...entryJson(call, repository, entry), content: `${content}\n`, encoding: 'base64' });
}

function entryJson(call: Call, repository: Repository, entry: Entry) {
  const { world } = call;
  const url = `${repositoryApi(world, repository)}/contents/${entry.path}`;
  const git = `${repositoryApi(world, repository)}/git/blobs/${entry.oid}`;
  const html = `${world.url}/${repository.owner.login}/${repository.name}/blob/${repository.defaultBranch}/${entry.path}`;
  return {
    type: entry.type === 'tree' ? 'dir' : 'file',
    size: entry.size,
    name: entry.path.split('/').at(-1),
    path: entry.path,
    sha: entry.oid,
    url,
    git_url: git,
    html_url: html,
    download_url: entry.type === 'blob' ? html : null,
    _links: { self: url, git, html },
  };
}
