import { circleMessage } from '../../core/text/circle.ts';
import type { LinkView } from '../../db/views.ts';
import { type Claimed, claimLink } from '../../db/write/links.ts';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';
import { linkWithId, notInstalled, pushableFork } from './access.ts';
import type { Caller } from './caller.ts';
import { fileOf } from './declared.ts';
import { type Ends, endsOf } from './link-ends.ts';
import type { NewLink } from './link-routes.ts';

/** Makes the link that a person asks for and has it synced. What is wrong with it is a `Problem`. */
export async function createLink(
  body: NewLink,
  asked: { caller: Caller; requestId: string },
  context: ServerContext,
): Promise<LinkView> {
  const { caller, requestId } = asked;
  const { database, env, log, queueAsked } = context;
  const fork = await pushableFork(context, caller, { owner: body.fork.owner, name: body.fork.repo });
  const ends = await endsOf(body, { fork, caller }, context);
  const { name, strategy, enabled = true } = body;
  const claimed = await claimLink(database.db, { ...ends, name, strategy, enabled, requestId, by: caller });
  if (claimed.kind === 'not-installed') throw await notInstalled(context, fork);
  if (claimed.kind !== 'made') throw new Problem(409, conflict(claimed, ends, env.webUrl));
  const { id, again } = claimed;
  log.info({ requestId, linkId: id, again, login: caller.login }, 'A link was made');
  // Queued in the background: when Redis is away the next tick does it.
  queueAsked.later(again ? { replaced: [id] } : { linkIds: [id] });
  const link = await linkWithId(context, id);
  if (link === null) throw new Problem(409, 'This link was removed as soon as it was made.');
  return link;
}

type Conflict = Exclude<Claimed, { kind: 'made' | 'not-installed' }>;

function conflict(claimed: Conflict, { fork, upstream }: Ends, webUrl: string): string {
  if (claimed.kind === 'circle') return circleMessage({ fork, upstream });
  const branch = `${fork.branch} of ${fork.owner}/${fork.name}`;
  const file = claimed.file && fileOf(claimed.file, fork, webUrl);
  if (claimed.kind === 'switched-off')
    return `${file} turns all of ${fork.owner}/${fork.name} off: change \`enabled\` there.`;
  const { by } = claimed;
  if (by.off !== null) return `The link ${by.id} of ${branch} is there, and off: ${file} never was valid, correct it.`;
  if (file) return `${file} declares what ${branch} follows: change it there.`;
  return `The link ${by.id} keeps ${branch} up to date already: change it, or remove it first.`;
}
