import { pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { brakeKinds } from '../../core/brake.ts';
import { createdAt, githubId } from './columns.ts';

/** What operators stopped, and did not let go of yet. */
export const brakes = pgTable(
  'brakes',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    kind: text('kind', { enum: brakeKinds }).notNull(),
    /** GitHub's id of the upstream repository or of the account; 0: everything. */
    subjectId: githubId('subject_id').notNull(),
    /** What it was called then. */
    name: text('name').notNull(),
    why: text('why').notNull(),
    /** Login of the operator. */
    setBy: text('set_by').notNull(),
    createdAt: createdAt(),
  },
  (t) => [unique('brakes_subject').on(t.kind, t.subjectId)],
);
