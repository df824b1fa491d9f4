import { index, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import { moveKinds } from '../../core/undo.ts';
import { createdAt, githubId, moment } from './columns.ts';
import { repositories } from './installations.ts';

/**
 * Every move of a fork's branch that we made, as GitHub told of it: by the push's delivery, by the name of the backup ref, or by its
 * answer to the worker. The same move told in several ways is one row.
 */
export const refMoves = pgTable(
  'ref_moves',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    repositoryId: githubId('repository_id')
      .notNull()
      .references(() => repositories.id, { onDelete: 'cascade' }),
    branch: text('branch').notNull(),
    beforeSha: text('before_sha').notNull(),
    /** null: only the backup ref told of it. */
    afterSha: text('after_sha'),
    kind: text('kind', { enum: moveKinds }).notNull(),
    backupRef: text('backup_ref'),
    movedAt: moment('moved_at').notNull(),
    /** GUID of the push's delivery; null: none told of it yet. */
    delivery: text('delivery'),
    undoneAt: moment('undone_at'),
    createdAt: createdAt(),
  },
  (t) => [
    unique('ref_moves_delivery').on(t.repositoryId, t.delivery),
    unique('ref_moves_backup').on(t.repositoryId, t.backupRef),
    index('ref_moves_branch').on(t.repositoryId, t.branch, t.movedAt),
  ],
);
