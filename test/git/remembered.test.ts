import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { remote } from '../support/git-program.ts';
import { both, disputed, resolved, squashed } from './resolved.ts';
import { bot, linesWith, never, scene } from './scene.ts';

describe('a conflict that was resolved once', () => {
  test('is known again after a squash, by the merge that nothing but the pull request holds', async () => {
    const here = await scene();
    await disputed(here);
    const { merge } = await resolved(here, { 'lines.txt': both });
    await squashed(here, { 'lines.txt': both });
    const upstream = await here.sandbox.commit('up/hello', 'main', {
      files: { 'lines.txt': linesWith(3, 'theirs').replace('line 9', 'more') },
    });
    const files = ['lines.txt'];
    expect(await here.git.conflicts(here.heads(), never)).toEqual({ files, known: [] });
    const order = here.heads({ memory: { upstream, past: [merge, 'e'.repeat(40)] } });
    expect(await here.git.conflicts(order, never)).toEqual({ files, known: [{ path: 'lines.txt', commit: merge }] });
    expect(await here.look('for-each-ref', 'refs/fork/backstroke')).toBe('');

    const done = await here.git.resolve(
      { ...order, operationId: 'operation', committer: bot, message: 'Merge main' },
      never,
    );
    if (!('kind' in done) || done.kind !== 'resolved') throw new Error(`it was not: ${JSON.stringify(done)}`);
    const shown = ['log', '-1', '--date=raw', '--format=%P|%an|%cn %cd|%B', 'refs/fork/backstroke/tmp/link/operation'];
    expect(await here.look(...shown)).toBe(
      `${order.upstream.sha} ${order.fork.sha}|${bot.name}|${bot.name} ${bot.at} +0000|Merge main`,
    );
    expect(await here.look('show', `${done.sha}:lines.txt`)).toBe(both.replace('line 9', 'more').trimEnd());
    expect(await here.look('diff', '--name-only', order.upstream.sha, done.sha)).toBe('lines.txt');
  });

  test('is known again after upstream rewrote it, by the merge in the fork', async () => {
    const here = await scene();
    const base = here.sandbox.head('up/hello', 'main') ?? '';
    await disputed(here);
    const { merge, person } = await resolved(here, { 'lines.txt': both });
    await person('push', '-q', 'origin', 'HEAD:refs/heads/main');
    await here.sandbox.forcePush('up/hello', 'main', base);
    await here.sandbox.commit('up/hello', 'main', { files: { 'lines.txt': linesWith(3, 'theirs'), 'new.txt': 'x\n' } });
    expect(await here.git.conflicts(here.heads(), never)).toEqual({
      files: ['lines.txt'],
      known: [{ path: 'lines.txt', commit: merge }],
    });
  });

  test('is another one in other lines, and is then not resolved at all', async () => {
    const here = await scene();
    await here.sandbox.commit('up/hello', 'main', { files: { 'b.txt': 'b\n' } });
    await disputed(here);
    const { merge } = await resolved(here, { 'lines.txt': both });
    await squashed(here, { 'lines.txt': both, 'b.txt': 'mine\n' });
    const upstream = await here.sandbox.commit('up/hello', 'main', { files: { 'b.txt': 'theirs\n' } });
    const order = here.heads({ memory: { upstream, past: [merge] } });
    expect(await here.git.conflicts(order, never)).toEqual({
      files: ['b.txt', 'lines.txt'],
      known: [{ path: 'lines.txt', commit: merge }],
    });
    const asked = { ...order, operationId: 'operation', committer: bot, message: 'Merge main' };
    expect(await here.git.resolve(asked, never)).toEqual({ kind: 'unknown' });
    expect(await here.look('for-each-ref', 'refs/fork/backstroke')).toBe('');
  });

  test('where one side removed the file is not known, nor is one of files without lines', async () => {
    const here = await scene();
    await disputed(here);
    const { merge } = await resolved(here, { 'lines.txt': both });
    await squashed(here, { 'lines.txt': both, 'image.png': 'P\0ours', 'README.md': 'mine\n' });
    const upstream = await here.sandbox.commit('up/hello', 'main', {
      files: { 'lines.txt': null, 'image.png': 'P\0theirs', 'README.md': 'theirs\n' },
    });
    const order = here.heads({ memory: { upstream, past: [merge] } });
    expect(await here.git.conflicts(order, never)).toEqual({
      files: ['README.md', 'image.png', 'lines.txt'],
      known: [],
    });
  });

  test('is not known from a merge that came by a branch of somebody else', async () => {
    const here = await scene();
    const { sandbox, token } = here;
    await disputed(here);
    const person = await here.person();
    await person('fetch', '-q', remote(sandbox, 'up/hello', token), 'main:up');
    await person('checkout', '-q', 'up');
    await person('merge', '-q', '-X', 'ours', '-m', 'Planted', 'origin/main');
    const oid = await person.with(linesWith(3, 'evil'))('hash-object', '-w', '--stdin');
    await person('update-index', '--cacheinfo', `100644,${oid},lines.txt`);
    await person('commit', '-q', '--amend', '--no-edit');
    const planted = await person('rev-parse', 'HEAD');
    const tree = await person('rev-parse', 'origin/main^{tree}');
    const innocent = await person('commit-tree', tree, '-p', planted, '-m', 'Nothing to see');
    const merge = await person('commit-tree', tree, '-p', 'origin/main', '-p', innocent, '-m', 'Merge a typo fix');
    await person('push', '-q', 'origin', `${merge}:refs/heads/main`);
    const base = await person('merge-base', 'origin/main', 'up');
    await sandbox.forcePush('up/hello', 'main', base);
    await sandbox.commit('up/hello', 'main', { files: { 'lines.txt': linesWith(3, 'theirs'), 'x.txt': 'x\n' } });
    expect(await here.git.conflicts(here.heads(), never)).toEqual({ files: ['lines.txt'], known: [] });
  });

  test('keeps the mode of the side that changed it', async () => {
    const here = await scene();
    await disputed(here);
    const { merge, person } = await resolved(here, { 'lines.txt': both });
    await person('fetch', '-q', 'origin', 'main');
    await person('reset', '-q', '--hard', 'origin/main');
    const oid = await person.with(both)('hash-object', '-w', '--stdin');
    await person('update-index', '--cacheinfo', `100755,${oid},lines.txt`);
    await person('commit', '-q', '-m', 'Squashed');
    await person('push', '-q', 'origin', 'HEAD:refs/heads/main');
    const upstream = await here.sandbox.commit('up/hello', 'main', { files: { 'new.txt': 'x\n' } });
    const order = here.heads({ memory: { upstream, past: [merge] } });
    const asked = { ...order, operationId: 'operation', committer: bot, message: 'Merge main' };
    const done = await here.git.resolve(asked, never);
    if (!('kind' in done) || done.kind !== 'resolved') throw new Error(`it was not: ${JSON.stringify(done)}`);
    expect(await here.look('ls-tree', done.sha, 'lines.txt')).toMatch(/^100755 /);
  });

  test('teaches the fork alone that it is of, though others share the clone, and leaves nothing there', async () => {
    const here = await scene();
    const { sandbox, token } = here;
    await disputed(here);
    const { merge, person } = await resolved(here, { 'lines.txt': both });
    sandbox.createUser('eve');
    await sandbox.fork({ source: 'up/hello', owner: 'eve' });
    await person('push', '-q', 'origin', 'HEAD:refs/heads/main');
    const upstream = await sandbox.commit('up/hello', 'main', { files: { 'new.txt': 'x\n' } });
    expect(await here.git.conflicts(here.heads({ memory: { upstream, past: [merge] } }), never)).toMatchObject({
      files: [],
    });
    const base = await person('merge-base', 'origin/main^2', 'up~1');
    await sandbox.forcePush('eve/hello', 'main', base);
    await sandbox.commit('eve/hello', 'main', { files: { 'lines.txt': linesWith(3, 'ours') } });
    const fork = { owner: 'eve', name: 'hello', token, sha: sandbox.head('eve/hello', 'main') ?? '' };
    expect(await here.git.conflicts(here.heads({ linkId: 'eves', fork }), never)).toEqual({
      files: ['lines.txt'],
      known: [],
    });
    const [clone = '', ...others] = readdirSync(here.cacheDir);
    expect(others).toEqual([]);
    expect(readdirSync(join(here.cacheDir, clone)).filter((name) => /^(rr-cache|MERGE_RR)/.test(name))).toEqual([]);
  });

  test.each(['-rf', 'a b "c"\t.txt', '.gitattributes', '*'])('in a file of the name %j', async (name) => {
    const here = await scene();
    await here.sandbox.commit('up/hello', 'main', { files: { [name]: linesWith(0, 'x') } });
    const base = here.sandbox.head('up/hello', 'main') ?? '';
    await here.sandbox.forcePush('octo/hello', 'main', base);
    await disputed(here, name);
    const { merge } = await resolved(here, { [name]: both });
    await squashed(here, { [name]: both });
    const upstream = await here.sandbox.commit('up/hello', 'main', { files: { 'other.txt': 'x\n' } });
    expect(await here.git.conflicts(here.heads({ memory: { upstream, past: [merge] } }), never)).toEqual({
      files: [name],
      known: [{ path: name, commit: merge }],
    });
  });
});
