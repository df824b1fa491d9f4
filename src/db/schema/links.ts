import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { type LinkCheck, linkOffs, type Mergeability, type StoredSettings, storedDefaults } from '../../core/link.ts';
import { triggers } from '../../core/message.ts';
import { linkStates, reasons } from '../../core/reason.ts';
import { strategies } from '../../core/strategy.ts';
import type { Ticked } from '../../core/ticked.ts';
import { followsBranch } from '../../core/track.ts';
import { createdAt, githubId, moment, updatedAt } from './columns.ts';
import { repositories } from './installations.ts';
import { refMoves } from './moves.ts';

/** One branch of an upstream, or what is followed in its place, shared by every link that follows it: a push is written here once. */
export const upstreamRefs = pgTable(
  'upstream_refs',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    repositoryId: githubId('repository_id')
      .notNull()
      .references(() => repositories.id),
    branch: text('branch').notNull(),
    /** What is followed of it: `branch` itself, or `release` or `tag:` and a glob in its place. */
    track: text('track').notNull().default(followsBranch),
    /** Pushes that asked for a sync of every link on this ref. */
    pushes: integer('pushes').notNull().default(0),
    /** Hint: heads before and after the last push, as its webhook said. */
    pushedBefore: text('pushed_before'),
    pushedHead: text('pushed_head'),
    pushedAt: moment('pushed_at'),
    pushedDelivery: text('pushed_delivery'),
    /** `renamed`, `replaced`, `gone`, `no-branch` or `there`: what the dispatcher last reported, and when. */
    reported: text('reported'),
    reportedAt: moment('reported_at'),
    /** Where in the check interval this ref is looked at, 0 to 1: spreads the refs over the ticks. */
    phase: doublePrecision('phase').notNull().default(sql`random()`),
    createdAt: createdAt(),
  },
  (t) => [
    unique('upstream_refs_branch').on(t.repositoryId, t.branch, t.track),
    index('upstream_refs_phase').on(t.phase),
    index('upstream_refs_pushed').on(t.pushedAt),
  ],
);

/** Heads of an upstream's branch and when each was seen there first, while a link that follows it has a delay. */
export const sightings = pgTable(
  'sightings',
  {
    upstreamRefId: uuid('upstream_ref_id')
      .notNull()
      .references(() => upstreamRefs.id, { onDelete: 'cascade' }),
    sha: text('sha').notNull(),
    seenAt: moment('seen_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.upstreamRefId, t.sha] })],
);

/** A fork's branch that follows an upstream's branch. */
export const links = pgTable(
  'links',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    name: text('name'),
    source: text('source').$type<'install' | 'config' | 'api'>().notNull(),
    enabled: boolean('enabled').notNull().default(true),
    forkId: githubId('fork_id')
      .notNull()
      .references(() => repositories.id),
    forkBranch: text('fork_branch').notNull(),
    upstreamRefId: uuid('upstream_ref_id')
      .notNull()
      .references(() => upstreamRefs.id),
    /** What the configuration says against it; null: nothing. Whoever switches it off, off wins. */
    off: text('off', { enum: linkOffs }),
    /** Declared as following the default branches: another default branch moves its ends. */
    followsDefault: boolean('follows_default').notNull().default(false),
    strategy: text('strategy', { enum: strategies }).notNull().default('pull-request'),
    settings: jsonb('settings').$type<StoredSettings>().notNull().default(storedDefaults),
    /** Part of the secret address that asks for a sync. */
    webhookId: text('webhook_id')
      .notNull()
      .default(sql`replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')`),
    /** When the secret address was used last. */
    hookedAt: moment('hooked_at'),
    /** Asks of this link alone (install, manual, event); pushes are counted on the upstream ref. */
    requested: integer('requested').notNull().default(0),
    requestedTrigger: text('requested_trigger', { enum: triggers }),
    requestedId: text('requested_id'),
    /** The counters of the newest result applied. */
    answeredRequested: integer('answered_requested').notNull().default(0),
    answeredPushes: integer('answered_pushes').notNull().default(0),
    /** Redis TIME at which the operation of the newest result began to read GitHub. */
    answeredReadAt: moment('answered_read_at'),
    /** Upstream state the newest result was decided on: a sha, `gone`, `no-branch` or `replaced`. */
    decidedOn: text('decided_on'),
    state: text('state', { enum: linkStates }).notNull().default('new'),
    reason: text('reason', { enum: reasons }),
    sentence: text('sentence'),
    retryAt: moment('retry_at'),
    failures: integer('failures').notNull().default(0),
    pullNumber: integer('pull_number'),
    pullUrl: text('pull_url'),
    /** What is known of whether that pull request can be merged. */
    mergeability: jsonb('mergeability').$type<Mergeability>(),
    /** A checkbox in the text of that pull request that was ticked and is not answered yet. */
    ticked: jsonb('ticked').$type<Ticked>(),
    /** It may open a pull request within the owner's limit: given one of the places. */
    placeAt: moment('place_at'),
    /** The check run that tells that a person is needed. */
    check: jsonb('check_run').$type<LinkCheck>(),
    /** When what holds this link began: by GitHub's clock where a pull request was closed. null: nothing does. */
    heldSince: moment('held_since'),
    /** When an operation last saw the fork's branch, or created it: one that is gone since is not created again. */
    branchSeenAt: moment('branch_seen_at'),
    /** A person's release of a hold: pull requests closed until then hold nothing. */
    releasedAt: moment('released_at'),
    /** A person asked to put this move back: until that is done or cannot be, every operation of the link tries it. */
    undoMoveId: uuid('undo_move_id').references(() => refMoves.id, { onDelete: 'set null' }),
    /** When an undo ended: it holds the link until a person releases it. */
    undoneAt: moment('undone_at'),
    /** The state of upstream's tags when the fork had all it is to have. */
    tagsDecidedOn: text('tags_decided_on'),
    lastSyncedSha: text('last_synced_sha'),
    lastSyncedAt: moment('last_synced_at'),
    lastOperationId: text('last_operation_id'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('links_branches').on(t.forkId, t.forkBranch, t.upstreamRefId),
    unique('links_webhook').on(t.webhookId),
    index('links_upstream_ref').on(t.upstreamRefId),
    index('links_delayed').on(t.upstreamRefId).where(sql`(${t.settings} ->> 'delayMs') is not null`),
    index('links_retry').on(t.retryAt).where(sql`${t.retryAt} is not null`),
    index('links_asked').on(t.id).where(sql`${t.requested} > ${t.answeredRequested}`),
    index('links_undo').on(t.undoMoveId).where(sql`${t.undoMoveId} is not null`),
    index('links_failed').on(t.id).where(sql`${t.reason} = 'failed'`),
    check('links_counters', sql`${t.answeredRequested} <= ${t.requested}`),
  ],
);
