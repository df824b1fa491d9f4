import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { links } from '../../src/db/schema.ts';
import { eventually, type Ring, startRing } from '../support/ring.ts';
import { free } from './quiet.ts';
import { scene, ticked } from './scene.ts';

let ring: Ring;
beforeAll(async () => {
  ring = await startRing();
});
afterAll(() => ring?.stop());

const refsPerQuery = 50;
const count = { forks: 120, refs: 60 };

/** Requests counted while `within` ticks pass. Ticks are counted by the dispatcher's own log. */
async function during(watched: () => Promise<unknown>) {
  ring.github.resetRequests();
  const ticks = () => ring.dispatcher.lines.filter(({ json }) => json?.msg === 'Tick').length;
  const before = ticks();
  await watched();
  const { github } = ring;
  return {
    ticks: ticks() - before,
    rest: github.countRequests({ graphql: false }),
    graphql: github.countRequests({ graphql: true }),
    heads: github.countRequests({ operationName: 'Heads' }),
  };
}

describe('what GitHub is asked', () => {
  it('to open a pull request: one query, one comparison for its text, and one request', async () => {
    const { github } = ring;
    const here = await scene(ring, 'cost');
    // It is stopped while nothing is behind, so that it marked nothing that is then not queued.
    await ticked(ring);
    ring.dispatcher.kill('SIGSTOP');
    github.resetRequests();
    await here.push('a.txt');
    await here.until({ reason: 'pull-opened' });
    await here.answered();
    ring.dispatcher.kill('SIGCONT');
    const asked = github
      .requests()
      .filter(({ installationId }) => installationId === here.installation)
      .map(({ method, route, operationName }) => operationName ?? `${method} ${route}`);
    expect(asked.filter((one) => one !== 'Heads')).toEqual([
      'Observe',
      'GET /repos/:owner/:repo/compare/*basehead',
      'POST /repos/:owner/:repo/pulls',
    ]);
    await here.rested();
  });

  it('of an open pull request without news: nothing', async () => {
    await ticked(ring);
    const { rest, graphql, heads } = await during(() => ticked(ring));
    expect({ rest, others: graphql - heads }).toEqual({ rest: 0, others: 0 });
  });

  it(`of ${count.forks} forks of ${count.refs} upstream branches without news: their branches alone, together`, async () => {
    const { github, database } = ring;
    github.createOrg('wide');
    // Twenty forks each: the first syncs of one installation are paced.
    const owners = Array.from({ length: count.forks / 20 }, (_, at) => `many-${at}`);
    for (const owner of owners) github.createUser(owner);
    for (let at = 0; at < count.refs; at += 1) {
      await github.createRepository({ owner: 'wide', name: `repo-${at}` });
      const pair = Math.floor(at / 20) * 2;
      for (const owner of owners.slice(pair, pair + 2)) await github.fork({ source: `wide/repo-${at}`, owner });
    }
    for (const owner of owners) github.install(owner, 'all');
    await eventually(
      async () => {
        const rows = await database.db.select().from(links);
        const done = rows.filter((row) => row.reason !== null && row.requested === row.answeredRequested).length;
        if (done !== count.forks + 1) throw new Error(`${done} of ${rows.length} links are answered`);
        return true;
      },
      { what: 'every link is answered' },
    );
    await ticked(ring);
    await free(ring);
    const { ticks, rest, graphql, heads } = await during(() => ticked(ring));
    expect({ rest, others: graphql - heads }).toEqual({ rest: 0, others: 0 });
    expect(heads).toBeGreaterThan(0);
    // The tick that was under way when the count began may have asked within it.
    expect(heads).toBeLessThanOrEqual((ticks + 1) * (Math.ceil((count.refs + 1) / refsPerQuery) + 1));
  });
});
