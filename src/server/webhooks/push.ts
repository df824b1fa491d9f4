import { z } from 'zod';
import { configPath, holdsDefaults, pullPath } from '../../core/config/file.ts';
import { headFor } from '../../core/head-branch.ts';
import type { Transaction } from '../../db/reader.ts';
import { askTracking } from '../../db/write/ask-refs.ts';
import { askLinksOfBranch, recordPush } from '../../db/write/asks.ts';
import { requestCheck } from '../../db/write/config-checks.ts';
import { requestConfig } from '../../db/write/config-requests.ts';
import { botLogin, meetInstallation, requestRefresh } from '../../db/write/installations.ts';
import { requestListing } from '../../db/write/listings.ts';
import { linksKeeping, recordOwnPush } from '../../db/write/moves.ts';
import type { Handler } from './handler.ts';

const paths = z.array(z.string()).default([]);

/** https://docs.github.com/webhooks/webhook-events-and-payloads#push */
const Payload = z.object({
  ref: z.string(),
  before: z.string(),
  after: z.string(),
  created: z.boolean().default(false),
  deleted: z.boolean().default(false),
  forced: z.boolean().default(false),
  commits: z.array(z.object({ added: paths, removed: paths, modified: paths })).default([]),
  repository: z.object({
    id: z.number(),
    name: z.string().default(''),
    default_branch: z.string().optional(),
    /** In seconds, in this event alone. */
    pushed_at: z.union([z.number(), z.string()]).nullish(),
  }),
  sender: z.object({ login: z.string(), type: z.string() }).nullish(),
  installation: z.object({ id: z.number() }).optional(),
});
type Payload = z.infer<typeof Payload>;

const branchPrefix = 'refs/heads/';
const tagPrefix = 'refs/tags/';
/** GitHub's word for "no commit": a branch made or deleted. */
const nobody = /^0+$/;
/** Commits a delivery lists at most. https://docs.github.com/webhooks/webhook-events-and-payloads#push */
const mostCommits = 2_048;

/**
 * A push to an upstream's branch is written once, on its ref, and one to a tag on those that follow such; one to a linked fork branch asks that branch's links, unless we made
 * it: then it is the record of that; one to the head of a pull request in the fork asks the links it is for, unless we made it; one that
 * makes or deletes a branch asks those who match globs; one that touches the configuration file asks for it to be read, and answered.
 */
export const push: Handler = async (tx, delivery) => {
  const payload = Payload.parse(delivery.payload);
  const met = payload.installation ? await meetInstallation(tx, payload.installation.id) : false;
  if (payload.ref.startsWith(tagPrefix)) {
    const event = { tag: payload.ref.slice(tagPrefix.length) };
    const refIds = await askTracking(tx, { repositoryId: payload.repository.id, event, delivery: delivery.id });
    return { asked: { refIds }, refresh: met, config: false };
  }
  if (!payload.ref.startsWith(branchPrefix)) return { asked: {}, refresh: met, config: false };
  const branch = payload.ref.slice(branchPrefix.length);
  const repositoryId = payload.repository.id;
  const sha = (value: string) => (nobody.test(value) ? null : value);
  const refId = await recordPush(tx, {
    repositoryId,
    branch,
    before: sha(payload.before),
    after: sha(payload.after),
    delivery: delivery.id,
  });
  const requestId = delivery.id;
  const ours = await isOurs(tx, payload);
  const base = headFor(branch);
  // What we bring there is upstream's.
  if (ours && base !== null) return { asked: {}, refresh: met, config: false };
  const told = ours && (await recordMove(tx, payload, { branch, delivery: requestId }));
  const linkIds = told ? [] : await askLinksOfBranch(tx, { forkId: repositoryId, branch: base ?? branch, requestId });
  const { refresh, config } = await askAboutFile(tx, payload, { branch, requestId });
  const appeared = !told && (payload.created || payload.deleted);
  const listing = appeared && (await requestListing(tx, { repositoryId, requestId }));
  const asked = { linkIds, refIds: refId === null ? [] : [refId] };
  return { asked, refresh: met || refresh, config: config || listing };
};

async function isOurs(tx: Transaction, { installation, sender }: Payload): Promise<boolean> {
  if (!installation || sender?.type !== 'Bot') return false;
  return sender.login === (await botLogin(tx, installation.id));
}

/**
 * Writes a push of our own down. False when others than the link that moved the branch may have to look: a branch that was made or deleted, or that
 * several links keep.
 */
async function recordMove(
  tx: Transaction,
  { before, after, forced, repository }: Payload,
  { branch, delivery }: { branch: string; delivery: string },
): Promise<boolean> {
  if (nobody.test(after)) return false;
  // Created: whoever did it knows, and there is nothing to put back.
  if (nobody.test(before)) return (await linksKeeping(tx, { repositoryId: repository.id, branch })).length === 1;
  const keeping = await recordOwnPush(tx, {
    repositoryId: repository.id,
    branch,
    before,
    after,
    kind: forced ? 'other' : 'forward',
    backupRef: null,
    at: timeOf(repository.pushed_at),
    delivery,
  });
  return keeping === 1;
}

/** A delivery may be late: GitHub says when the push was. */
function timeOf(pushedAt: Payload['repository']['pushed_at']): Date {
  const at = new Date(typeof pushedAt === 'number' ? pushedAt * 1000 : (pushedAt ?? Number.NaN));
  return Number.isNaN(at.getTime()) ? new Date() : at;
}

/**
 * What a push may have done to the configuration file: `sure` by what its commits list, else it has to be looked at. `pull`: it
 * touches that of wei/pull, which counts where there is none of ours.
 */
function touches({ commits, forced, created, repository }: Payload): 'sure' | 'pull' | 'perhaps' | 'no' {
  const listed = commits.flatMap(({ added, removed, modified }) => [...added, ...removed, ...modified]);
  // A directory in the place of the file is listed by what is in it.
  const lists = (file: string) => listed.some((path) => path === file || path.startsWith(`${file}/`));
  if (lists(configPath)) return 'sure';
  if (lists(pullPath) && !holdsDefaults(repository.name)) return 'pull';
  return forced || created || commits.length >= mostCommits ? 'perhaps' : 'no';
}

async function askAboutFile(
  tx: Transaction,
  payload: Payload,
  { branch, requestId }: { branch: string; requestId: string },
): Promise<{ refresh: boolean; config: boolean }> {
  const touched = touches(payload);
  const { repository, installation } = payload;
  if (touched === 'no' || nobody.test(payload.after) || !installation) return { refresh: false, config: false };
  const repositoryId = repository.id;
  const isDefault = branch === repository.default_branch;
  // The owner's defaults are for all repositories of the installation.
  const refresh = isDefault && holdsDefaults(repository.name);
  if (refresh) await requestRefresh(tx, [installation.id]);
  const again = isDefault && !refresh && (await requestConfig(tx, { repositoryId, requestId }));
  // A new branch is the commits it lists: what they do not touch was answered where it came from.
  if (touched === 'perhaps' && nobody.test(payload.before)) return { refresh, config: again };
  const compareSha = touched === 'sure' || nobody.test(payload.before) ? null : payload.before;
  const check = await requestCheck(tx, { repositoryId, headSha: payload.after, compareSha, requestId });
  return { refresh, config: again || check };
}
