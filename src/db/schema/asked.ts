import { index, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { createdAt, githubId, moment } from './columns.ts';
import { repositories } from './installations.ts';

/** Commits whose configuration file is to be answered with a check run. A row goes when its answer is on GitHub. */
export const configChecks = pgTable(
  'config_checks',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    repositoryId: githubId('repository_id')
      .notNull()
      .references(() => repositories.id, { onDelete: 'cascade' }),
    headSha: text('head_sha').notNull(),
    /** The file is answered only when it is another one in this commit; null: it is known to be, by a push to this repository. */
    compareSha: text('compare_sha'),
    requestId: text('request_id').notNull(),
    attempts: integer('attempts').notNull().default(0),
    notBefore: moment('not_before'),
    createdAt: createdAt(),
  },
  (t) => [unique('config_checks_head').on(t.repositoryId, t.headSha), index('config_checks_due').on(t.notBefore)],
);

/** GUIDs of deliveries whose effect is in the tables: the same delivery twice changes nothing. Kept for seven days. */
export const deliveries = pgTable(
  'deliveries',
  {
    guid: text('guid').primaryKey(),
    event: text('event').notNull(),
    receivedAt: moment('received_at').notNull().defaultNow(),
  },
  (t) => [index('deliveries_received').on(t.receivedAt)],
);
