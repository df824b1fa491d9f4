import { fork } from '../../support.ts';
import type { Stage } from '../stage.ts';

const repo = 'GET /repos/{owner}/{repo}';

/** Repositories, branches and forks. */
export async function repositories({ sandbox, asOcto, asMona, nobody }: Stage): Promise<void> {
  await asOcto.request(repo, fork);
  await asMona.request(repo, fork);
  await nobody.request(repo, { owner: 'up', repo: 'hello' });
  await asOcto.request(`${repo}/forks`, { owner: 'up', repo: 'hello', sort: 'oldest', per_page: 5 });
  await sandbox.createBranch('octo/hello', 'release/1');
  await asOcto.request(`${repo}/branches`, { ...fork, per_page: 1, page: 2 });
  await asOcto.request(`${repo}/branches/{branch}`, { ...fork, branch: 'release/1' });
}

/** Commits and files, links and directories among them. */
export async function contents({ sandbox, asOcto }: Stage): Promise<void> {
  const sha = await sandbox.commit('octo/hello', 'main', {
    files: {
      '.github/backstroke.yml': { mode: '120000', content: 'elsewhere.yml' },
      'docs/read me.md': 'read me\n',
      'docs/link.md': { mode: '120000', content: 'read me.md' },
      'run.sh': { mode: '100755', content: '#!/bin/sh\n' },
      'picture.png': Buffer.from([0x89, 0, 1, 2]),
    },
  });
  const paths = ['.github', '.github/backstroke.yml', 'docs', 'docs/read me.md', 'docs/link.md', 'picture.png'];
  for (const path of paths) await asOcto.request(`${repo}/contents/{path}`, { ...fork, path });
  const raw = { accept: 'application/vnd.github.raw+json' };
  await asOcto.request(`${repo}/contents/{path}`, { ...fork, path: 'README.md', ref: 'main', headers: raw });
  const trees = `${repo}/git/trees/{tree_sha}`;
  const { data } = await asOcto.request(trees, { ...fork, tree_sha: 'main' });
  await asOcto.request(trees, { ...fork, tree_sha: data.sha, recursive: '1' });
  await asOcto.request(`${repo}/commits`, { ...fork, sha: 'main', per_page: 1 });
  await asOcto.request(`${repo}/commits/{ref}`, { ...fork, ref: sha });
  const asSha = { accept: 'application/vnd.github.sha' };
  await asOcto.request(`${repo}/commits/{ref}`, { ...fork, ref: 'heads/main', headers: asSha });
}

/** References, comparisons and merges. */
export async function branches({ sandbox, asOcto }: Stage): Promise<void> {
  await sandbox.commit('octo/hello', 'main', { files: { 'own.txt': 'own\n' } });
  const sha = await sandbox.commit('up/hello', 'main', { files: { 'a.txt': 'a\n', 'README.md': 'changed\n' } });
  const compare = `${repo}/compare/{basehead}`;
  await asOcto.request(compare, { ...fork, basehead: 'main...up:main' });
  await asOcto.request(compare, { ...fork, basehead: `main...${sha}`, page: 2, per_page: 1 });
  const refs = '/repos/{owner}/{repo}/git/refs';
  await asOcto.request(`POST ${refs}`, { ...fork, ref: 'refs/heads/backstroke/up/main', sha });
  await asOcto.request(`${repo}/git/ref/{ref}`, { ...fork, ref: 'heads/backstroke/up/main' });
  await asOcto.request(`${repo}/git/matching-refs/{ref}`, { ...fork, ref: 'heads/' });
  await sandbox.createTag('octo/hello', 'annotated', 'main', { message: 'A tag' });
  await asOcto.request(`${repo}/git/matching-refs/{ref}`, { ...fork, ref: 'tags/' });
  const next = await sandbox.commit('up/hello', 'main', { files: { 'b.txt': 'b\n' } });
  const moved = { ...fork, ref: 'heads/backstroke/up/main' };
  await asOcto.request(`PATCH ${refs}/{ref}`, { ...moved, sha: next, force: false });
  await asOcto.request(`DELETE ${refs}/{ref}`, moved);
  const merges = 'POST /repos/{owner}/{repo}/merges';
  await asOcto.request(merges, { ...fork, base: 'main', head: sha, commit_message: 'Merge up' });
  await asOcto.request(merges, { ...fork, base: 'main', head: sha });
  await asOcto.request('POST /repos/{owner}/{repo}/merge-upstream', { ...fork, branch: 'main' });
}
