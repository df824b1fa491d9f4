import { sql } from 'drizzle-orm';
import { doublePrecision, index, pgTable, primaryKey } from 'drizzle-orm/pg-core';
import { githubId, moment } from './columns.ts';
import { repositories } from './installations.ts';

/** Repositories whose branches a fork's configuration matches globs against: another push there may be another branch. */
export const listings = pgTable(
  'listings',
  {
    forkId: githubId('fork_id')
      .notNull()
      .references(() => repositories.id, { onDelete: 'cascade' }),
    repositoryId: githubId('repository_id')
      .notNull()
      .references(() => repositories.id, { onDelete: 'cascade' }),
    /** The last push to it that the fork's links know of, by GitHub's clock; null: one may be missing. */
    pushedAt: moment('pushed_at'),
    /** Where in the check interval it is looked at, 0 to 1; the lowest of all forks counts. */
    phase: doublePrecision('phase').notNull().default(sql`random()`),
  },
  (t) => [primaryKey({ columns: [t.forkId, t.repositoryId] }), index('listings_repository').on(t.repositoryId)],
);
