import { z } from 'zod';
import { wishOf } from '../../core/text/pull-boxes.ts';
import type { Transaction } from '../../db/reader.ts';
import { askMerging } from '../../db/write/ask-merging.ts';
import { askLinksOfBranch } from '../../db/write/asks.ts';
import { askByBox } from '../../db/write/boxes.ts';
import { requestCheck } from '../../db/write/config-checks.ts';
import { botLogin, meetInstallation } from '../../db/write/installations.ts';
import type { Handler } from './handler.ts';

/** https://docs.github.com/webhooks/webhook-events-and-payloads#pull_request */
const Payload = z.object({
  action: z.string(),
  pull_request: z.object({
    number: z.number(),
    body: z.string().nullish(),
    base: z.object({ ref: z.string(), sha: z.string(), repo: z.object({ id: z.number() }) }),
    head: z.object({ sha: z.string() }),
    user: z.object({ login: z.string(), type: z.string().optional() }).nullish(),
  }),
  repository: z.object({ default_branch: z.string() }),
  /** Of an edit: what it was before. */
  changes: z
    .object({
      base: z.object({ ref: z.object({ from: z.string() }) }).optional(),
      body: z.object({ from: z.string() }).optional(),
    })
    .optional(),
  sender: z.object({ id: z.number(), login: z.string(), type: z.string() }).nullish(),
  installation: z.object({ id: z.number() }).optional(),
});
type Payload = z.infer<typeof Payload>;

/** The head is another commit, or is to be merged into another branch. */
const offering = new Set(['opened', 'synchronize', 'reopened', 'edited']);

/**
 * A pull request of a linked branch was closed, merged, reopened or pointed at another branch: its links look at GitHub again.
 * So do those of one of ours in whose text a person ticked a checkbox, and those that are to merge it when it is no draft any more. One into
 * the default branch may touch the configuration file: a worker looks, and answers it.
 */
export const pullRequest: Handler = async (tx, delivery) => {
  const payload = Payload.parse(delivery.payload);
  const refresh = payload.installation ? await meetInstallation(tx, payload.installation.id) : false;
  const forkId = payload.pull_request.base.repo.id;
  const linkIds: string[] = [];
  for (const branch of branchesTold(payload)) {
    linkIds.push(...(await askLinksOfBranch(tx, { forkId, branch, requestId: delivery.id })));
  }
  linkIds.push(...(await askAboutBox(tx, payload, delivery.id)));
  if (payload.action === 'ready_for_review') {
    const { number } = payload.pull_request;
    linkIds.push(...(await askMerging(tx, { forkId, number, requestId: delivery.id })));
  }
  const config = await askAboutFile(tx, payload, delivery.id);
  return { asked: { linkIds }, refresh, config };
};

function branchesTold({ action, pull_request, changes }: Payload): string[] {
  if (action === 'closed' || action === 'reopened') return [pull_request.base.ref];
  const from = changes?.base?.ref.from;
  return action === 'edited' && from !== undefined ? [pull_request.base.ref, from] : [];
}

/** Whether who ticked it may write to the fork is looked up when it is done, by who does it. */
async function askAboutBox(tx: Transaction, payload: Payload, requestId: string): Promise<string[]> {
  const { action, pull_request, changes, sender, installation } = payload;
  if (action !== 'edited' || changes?.body === undefined || sender?.type !== 'User' || !installation) return [];
  const wish = wishOf(changes.body.from, pull_request.body ?? '');
  if (wish === null || pull_request.user?.login !== (await botLogin(tx, installation.id))) return [];
  const { number, base } = pull_request;
  const by = { id: sender.id, login: sender.login };
  return askByBox(tx, { forkId: base.repo.id, number, ticked: { ...wish, by }, requestId });
}

/** Bots bring upstream's commits and new versions of packages, our own among them: nobody waits to be answered there. */
async function askAboutFile(tx: Transaction, payload: Payload, requestId: string): Promise<boolean> {
  const { action, pull_request, repository, changes } = payload;
  const { base, head, user } = pull_request;
  if (!offering.has(action) || user?.type === 'Bot' || base.ref !== repository.default_branch) return false;
  if (action === 'edited' && changes?.base === undefined) return false;
  return requestCheck(tx, { repositoryId: base.repo.id, headSha: head.sha, compareSha: base.sha, requestId });
}
