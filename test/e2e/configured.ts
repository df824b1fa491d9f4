import { eq } from 'drizzle-orm';
import { configChecks, links, repositories, upstreamRefs } from '../../src/db/schema.ts';
import { eventually, type Ring } from '../support/ring.ts';
import type { Scene } from './scene.ts';

export const path = '.github/backstroke.yml';

/** The fork's owner writes the file, or removes it. */
export const write = (ring: Ring, here: Scene, text: string | null, how: { silent?: boolean } = {}) =>
  ring.github.commit(here.fork, 'main', { files: { [path]: text }, message: 'Configure', ...how });

/** Once every commit of the fork that touches its file is answered with a check run. */
export async function told(ring: Ring, here: Scene): Promise<void> {
  await ring.github.settled();
  const { id } = ring.github.repository(here.fork);
  const waiting = () => ring.database.db.select().from(configChecks).where(eq(configChecks.repositoryId, id));
  await eventually(async () => (await waiting()).length === 0, { what: `the file of ${here.fork} is answered` });
}

/** The links of a fork: `fork branch < owner:upstream branch`, and whether they are on. */
export async function linksOf(ring: Ring, here: Scene): Promise<Record<string, string>> {
  const { id } = ring.github.repository(here.fork);
  const rows = await ring.database.db
    .select({ link: links, branch: upstreamRefs.branch, upstream: repositories.ownerLogin })
    .from(links)
    .innerJoin(upstreamRefs, eq(upstreamRefs.id, links.upstreamRefId))
    .innerJoin(repositories, eq(repositories.id, upstreamRefs.repositoryId))
    .where(eq(links.forkId, id));
  return Object.fromEntries(
    rows.map(({ link, branch, upstream }) => [
      `${link.forkBranch} < ${upstream}:${branch}`,
      link.off ?? (link.enabled ? 'on' : 'switched off'),
    ]),
  );
}

export async function repositoryOf(ring: Ring, here: Scene) {
  const { id } = ring.github.repository(here.fork);
  const [row] = await ring.database.db.select().from(repositories).where(eq(repositories.id, id));
  return row;
}

/** The fork's row, once its file is known to be in this state. */
export function configured(ring: Ring, here: Scene, state: string) {
  return eventually(
    async () => {
      const row = await repositoryOf(ring, here);
      if (row?.configState !== state) throw new Error(JSON.stringify(row));
      return row;
    },
    { what: `a configuration that is ${state}` },
  );
}

/** Once the links are these. */
export function become(ring: Ring, here: Scene, expected: Record<string, string>) {
  const sorted = (record: Record<string, string>) => JSON.stringify(Object.entries(record).sort());
  return eventually(
    async () => {
      const found = await linksOf(ring, here);
      if (sorted(found) !== sorted(expected)) throw new Error(JSON.stringify(found));
      return true;
    },
    { what: JSON.stringify(expected) },
  );
}
