import { bigint, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { actKinds } from '../../core/act.ts';
import { githubId, moment } from './columns.ts';
import { links } from './links.ts';

/** What persons did to links, of late. */
export const acts = pgTable(
  'acts',
  {
    id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    linkId: uuid('link_id')
      .notNull()
      .references(() => links.id, { onDelete: 'cascade' }),
    kind: text('kind', { enum: actKinds }).notNull(),
    /** Of `strategy`: the one that was chosen. */
    detail: text('detail'),
    /** GitHub's id and login of the person then. null: they wanted to be forgotten, or an operator is meant. */
    personId: githubId('person_id'),
    login: text('login'),
    at: moment('at').notNull().defaultNow(),
  },
  (t) => [index('acts_link').on(t.linkId, t.id), index('acts_person').on(t.personId), index('acts_at').on(t.at)],
);
