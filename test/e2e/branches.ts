import { and, eq } from 'drizzle-orm';
import { links } from '../../src/db/schema.ts';
import { eventually, type Ring } from '../support/ring.ts';
import { call } from './call.ts';
import type { LinkRow, Scene } from './scene.ts';

/** The link of one branch of a fork that is on, once all of `expected` is true of it. */
export function branchLink(ring: Ring, here: Scene, branch: string, expected: Partial<LinkRow> = {}) {
  const { id } = ring.github.repository(here.fork);
  return eventually(
    async () => {
      const rows = await ring.database.db
        .select()
        .from(links)
        .where(and(eq(links.forkId, id), eq(links.forkBranch, branch)));
      const row = rows.find(({ off }) => off === null);
      const differs = Object.entries(expected).some(([key, value]) => row?.[key as keyof LinkRow] !== value);
      if (!row || differs) throw new Error(JSON.stringify(rows));
      return row;
    },
    { what: `${branch} of ${here.fork}: ${JSON.stringify(expected)}` },
  );
}

/** Has one link synced, as the fork's owner. */
export async function syncLink(ring: Ring, here: Scene, { id }: LinkRow, body: object = {}): Promise<void> {
  const token = ring.github.createUserToken(here.owner);
  const { status } = await call(ring, `/v1/links/${id}/sync`, { method: 'POST', token, body });
  if (status !== 202) throw new Error(`sync was answered ${status}`);
}

export function branchesOf(ring: Ring, repository: string): Record<string, string> {
  const heads = 'refs/heads/';
  const refs = Object.entries(ring.github.refs(repository)).filter(([ref]) => ref.startsWith(heads));
  return Object.fromEntries(refs.map(([ref, sha]) => [ref.slice(heads.length), sha]));
}
