import { eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { installations, links, repositories } from '../../src/db/schema.ts';
import { requestRefresh } from '../../src/db/write/installations.ts';
import type { Quietly } from '../../src/sandbox/events.ts';
import { eventually, type Ring } from '../support/ring.ts';
import { type Scene, type SceneOptions, scene } from './scene.ts';

/** Something that happens on GitHub, and what it comes to, however its event travels. */
export interface Lived {
  /** As GitHub calls it; no action: "". */
  event: string;
  action: string;
  options?: SceneOptions;
  /** What was before. */
  setUp?: (here: Scene) => unknown;
  happens: (here: Scene, how: Quietly) => unknown;
  /** Holds once we know that it happened. */
  known: (here: Scene) => Promise<unknown>;
  /** The contrary, told before: then this holds at the end. */
  undo?: (here: Scene) => unknown;
  undone?: (here: Scene) => Promise<unknown>;
  /** Lost, it is found by the next look; else by one that comes a day later. */
  foundAtOnce?: boolean;
}

export const installationRow = async (ring: Ring, id: number) =>
  (await ring.database.db.select().from(installations).where(eq(installations.id, id)))[0];

/** Resolves when the installation is as its refresh loop read it last, and nothing more is asked. */
export function refreshed(ring: Ring, id: number): Promise<unknown> {
  return eventually(async () => (await installationRow(ring, id))?.refreshRequestedAt == null, {
    what: `installation ${id} is refreshed`,
  });
}

/** The daily look, on a day when nothing else asked for one; `later` in milliseconds. */
export async function lookDaily(ring: Ring, here: Scene, days: number): Promise<void> {
  const { db } = ring.database;
  const { id } = await here.link();
  await db
    .update(links)
    .set({ answeredReadAt: sql`${links.answeredReadAt} - ${days}::int * interval '1 day'` })
    .where(eq(links.id, id));
  await requestRefresh(db, [here.installation]);
}

/** Each of these: its event arrives, is lost, comes twice, and comes after the event of its contrary. */
export function lives(ring: () => Ring, all: Record<string, Lived>): void {
  for (const [title, lived] of Object.entries(all)) {
    const begin = async (variant: string) => {
      const name = `${title} ${variant}`.toLowerCase().replace(/[^a-z]+/g, '-');
      const here = await scene(ring(), name, lived.options);
      await lived.setUp?.(here);
      // What still read GitHub would know of it without being told, or make the daily look one of today.
      return { here, link: await here.rested() };
    };
    const stays = async (id: string) => {
      const rows = await ring().database.db.select().from(links).where(eq(links.id, id));
      expect(rows).toHaveLength(1);
    };

    it.concurrent(`${title}: the event arrives`, async () => {
      const { here, link } = await begin('arrived');
      await lived.happens(here, {});
      await lived.known(here);
      await stays(link.id);
    });

    it.concurrent(`${title}: the event is lost`, async () => {
      const { here, link } = await begin('lost');
      await lived.happens(here, { silent: true });
      await lookDaily(ring(), here, lived.foundAtOnce ? 0 : 2);
      await lived.known(here);
      await stays(link.id);
    });

    it.concurrent(`${title}: the event comes twice`, async () => {
      const { here, link } = await begin('twice');
      await lived.happens(here, {});
      await lived.known(here);
      const before = await here.rested();
      const told = ring()
        .github.deliveries()
        .filter(concerning(here, lived, link.forkId));
      expect(told.length).toBeGreaterThan(0);
      expect((await ring().github.redeliver(told.at(-1)?.guid ?? '')).statusCode).toBe(200);
      expect((await here.link()).requested).toBe(before.requested);
      await lived.known(here);
      await stays(link.id);
    });

    const { undo, undone } = lived;
    if (!undo || !undone) continue;
    it.concurrent(`${title}: the event comes after that of its contrary`, async () => {
      const { here, link } = await begin('late');
      const { github } = ring();
      const concerns = concerning(here, lived, link.forkId);
      github.webhooks.fail(1, concerns);
      await lived.happens(here, {});
      await undo(here);
      await github.settled();
      const [late] = github.deliveries().filter((told) => told.statusCode === 502 && concerns(told));
      if (!late) throw new Error(`${here.fork} was never told of ${lived.event} ${lived.action}`);
      await refreshed(ring(), here.installation);
      expect((await github.redeliver(late.guid)).statusCode).toBe(200);
      await refreshed(ring(), here.installation);
      await undone(here);
      await stays(link.id);
    });
  }
}

type Told = { event: string; action: string | null; installationId: number | null; repositoryId: number | null };

/** Tells the event from others, those of other tests as well. */
function concerning(here: Scene, { event, action }: Lived, forkId: number) {
  return (told: Told): boolean => {
    if (told.event !== event || (told.action ?? '') !== action) return false;
    return told.repositoryId === null ? told.installationId === here.installation : told.repositoryId === forkId;
  };
}

/** The fork's row, once all of `expected` is true of it. */
export function forkBecomes(ring: Ring, here: Scene, expected: Partial<typeof repositories.$inferSelect>) {
  return eventually(
    async () => {
      const { forkId } = await here.link();
      const [row] = await ring.database.db.select().from(repositories).where(eq(repositories.id, forkId));
      expect(row).toMatchObject(expected);
      return row;
    },
    { what: JSON.stringify(expected) },
  );
}

/** A new commit upstream becomes a pull request. */
export async function follows(here: Scene, file: string): Promise<void> {
  const sha = await here.push(file);
  await here.until({ state: 'pull-open', decidedOn: sha });
}
