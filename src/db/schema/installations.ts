import { sql } from 'drizzle-orm';
import { boolean, check, index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core';
import type { ForkConfig, OwnerConfig } from '../../core/config/schema.ts';
import { configStates } from '../../core/link.ts';
import { createdAt, githubId, moment, updatedAt } from './columns.ts';

/** Where the App is installed. A row is made by the first event or the list of installations; the refresh loop fills it. */
export const installations = pgTable(
  'installations',
  {
    id: githubId('id').primaryKey(),
    /** The App this is an installation of: another App's credentials must not remove it. */
    appId: githubId('app_id'),
    /** The App's name in addresses: it pushes as `<slug>[bot]`. */
    appSlug: text('app_slug'),
    accountId: githubId('account_id'),
    accountLogin: text('account_login'),
    accountType: text('account_type'),
    permissions: jsonb('permissions').$type<Record<string, string>>().notNull().default({}),
    suspendedAt: moment('suspended_at'),
    /** The owner's defaults in `OWNER/.github`, as last valid. */
    defaults: jsonb('defaults').$type<OwnerConfig>(),
    defaultsState: text('defaults_state', { enum: configStates }),
    /** What is wrong with the file as it is now; null when nothing is. */
    defaultsProblem: text('defaults_problem'),
    /** Open pull requests from install and schedule, for all forks of the owner. */
    maxOpen: integer('max_open').notNull().default(10),
    /** Asked for a refresh; null when the tables equal what GitHub showed. */
    refreshRequestedAt: moment('refresh_requested_at').defaultNow(),
    refreshAttempts: integer('refresh_attempts').notNull().default(0),
    /** Not before this time: somebody is at it, or GitHub said so. */
    refreshNotBefore: moment('refresh_not_before'),
    /** Nor before this one, our own back-off after a refresh that GitHub refused, unless an event says that something changed. */
    refreshRetryAt: moment('refresh_retry_at'),
    refreshedAt: moment('refreshed_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [index('installations_refresh').on(t.refreshRequestedAt).where(sql`${t.refreshRequestedAt} is not null`)],
);

/**
 * Repositories that are a fork the App is installed on, or an upstream of one. GitHub's numeric id is the identity. One that is not on GitHub has
 * a negative id, made from its address (github/elsewhere.ts), its host as the owner, and is asked of git alone.
 */
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
    /** Where it is, when that is not GitHub. */
    url: text('url'),
    private: boolean('private').notNull(),
    archived: boolean('archived').notNull().default(false),
    defaultBranch: text('default_branch'),
    pushedAt: moment('pushed_at'),
    /** The parent it had when it was first seen as a fork: a new parent is never followed. */
    parentId: githubId('parent_id'),
    /** Its own configuration file, as last valid; null is the default. */
    config: jsonb('config').$type<ForkConfig>(),
    configState: text('config_state', { enum: configStates }),
    /** Blob id of the file that was read last, valid or not. */
    configBlob: text('config_blob'),
    /** What is wrong with the file as it is now; null when nothing is. */
    configProblem: text('config_problem'),
    /** Links that its globs still bring: they are made by the next looks. */
    configLeft: integer('config_left').notNull().default(0),
    /** When reading of what is written here began, by the database's clock: an earlier reading changes nothing. */
    configReadAt: moment('config_read_at'),
    /** Its file or its branches changed: asked to be read; null when the links are as the file says. */
    configRequestedAt: moment('config_requested_at'),
    configRequestedId: text('config_requested_id'),
    configAttempts: integer('config_attempts').notNull().default(0),
    configNotBefore: moment('config_not_before'),
    configRetryAt: moment('config_retry_at'),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (t) => [
    index('repositories_installation').on(t.installationId),
    index('repositories_owner').on(t.ownerId),
    index('repositories_name').on(sql`lower(${t.ownerLogin})`, sql`lower(${t.name})`),
    unique('repositories_url').on(t.url),
    check('repositories_elsewhere', sql`(${t.id} < 0) = (${t.url} is not null)`),
    index('repositories_config').on(t.configRequestedAt).where(sql`${t.configRequestedAt} is not null`),
  ],
);
