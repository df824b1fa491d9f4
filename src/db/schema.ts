/**
 * The permanent state of Backstroke. Web is the only writer of every table (docs/architecture.md names each column's
 * meaning). Timestamps have millisecond precision so that they equal a JavaScript `Date`.
 */
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  doublePrecision,
  index,
  integer,
  jsonb,
  pgTable,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { triggers } from '../core/message.ts';
import { linkStates, reasons } from '../core/reason.ts';

const moment = (name: string) => timestamp(name, { precision: 3, withTimezone: true });
const githubId = (name: string) => bigint(name, { mode: 'number' });
const createdAt = () => moment('created_at').notNull().defaultNow();
const updatedAt = () => moment('updated_at').notNull().defaultNow();

/** Where the App is installed. A row is made by the first event or the list of installations; the refresh loop fills it. */
export const installations = pgTable(
  'installations',
  {
    id: githubId('id').primaryKey(),
    /** The App this is an installation of: another App's credentials must not remove it. */
    appId: githubId('app_id'),
    accountId: githubId('account_id'),
    accountLogin: text('account_login'),
    accountType: text('account_type'),
    permissions: jsonb('permissions').$type<Record<string, string>>().notNull().default({}),
    suspendedAt: moment('suspended_at'),
    /** Asked for a refresh; null when the tables equal what GitHub showed. */
    refreshRequestedAt: moment('refresh_requested_at').defaultNow(),
    refreshAttempts: integer('refresh_attempts').notNull().default(0),
    /** Not before this time: back-off after a refresh that GitHub refused. */
    refreshNotBefore: moment('refresh_not_before'),
    refreshedAt: moment('refreshed_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [index('installations_refresh').on(t.refreshRequestedAt).where(sql`${t.refreshRequestedAt} is not null`)],
);

/** Repositories that are a fork the App is installed on, or an upstream of one. GitHub's numeric id is the identity. */
export const repositories = pgTable(
  'repositories',
  {
    id: githubId('id').primaryKey(),
    nodeId: text('node_id').notNull(),
    /** null: the App is not installed here (an upstream, or no longer selected). */
    installationId: githubId('installation_id').references(() => installations.id, { onDelete: 'set null' }),
    ownerId: githubId('owner_id').notNull(),
    ownerLogin: text('owner_login').notNull(),
    name: text('name').notNull(),
    private: boolean('private').notNull(),
    archived: boolean('archived').notNull().default(false),
    defaultBranch: text('default_branch'),
    pushedAt: moment('pushed_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [index('repositories_installation').on(t.installationId), index('repositories_owner').on(t.ownerId)],
);

/** One branch of an upstream, shared by every link that follows it: a push is written here once. */
export const upstreamRefs = pgTable(
  'upstream_refs',
  {
    id: uuid('id').primaryKey().defaultRandom(),
    repositoryId: githubId('repository_id')
      .notNull()
      .references(() => repositories.id),
    branch: text('branch').notNull(),
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
    unique('upstream_refs_branch').on(t.repositoryId, t.branch),
    index('upstream_refs_phase').on(t.phase),
    index('upstream_refs_pushed').on(t.pushedAt),
  ],
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
    strategy: text('strategy').$type<'pull-request'>().notNull().default('pull-request'),
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
    /** When the pull request that holds this link was closed, by GitHub's clock; null when none does. */
    heldSince: moment('held_since'),
    /** A person's release of a hold: pull requests closed until then hold nothing. */
    releasedAt: moment('released_at'),
    lastSyncedSha: text('last_synced_sha'),
    lastSyncedAt: moment('last_synced_at'),
    lastOperationId: text('last_operation_id'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    unique('links_branches').on(t.forkId, t.forkBranch, t.upstreamRefId),
    index('links_upstream_ref').on(t.upstreamRefId),
    index('links_retry').on(t.retryAt).where(sql`${t.retryAt} is not null`),
    index('links_asked').on(t.id).where(sql`${t.requested} > ${t.answeredRequested}`),
    check('links_counters', sql`${t.answeredRequested} <= ${t.requested}`),
  ],
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
