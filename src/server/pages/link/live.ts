/** What a page of a link shows that changes while it is open, and the stream that says when it did. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { SSEStreamingApi } from 'hono/streaming';
import type { Operation } from '../../../core/operation.ts';
import { movesOf } from '../../../db/moves.ts';
import type { LinkView } from '../../../db/views.ts';
import { linkWithId, visibleLink } from '../../api/access.ts';
import type { FindCaller } from '../../api/caller.ts';
import { readOperation, remembered } from '../../api/operations.ts';
import { type OpenStream, unless } from '../../api/streams.ts';
import type { ServerContext } from '../../context.ts';

/** Operations that are shown of a link, of those of 24 hours. */
const shown = 30;
/** Those that may still change: older ones have ended. */
const moving = 3;
/** Milliseconds between two looks. Each open page costs two reads of PostgreSQL and four small ones of Redis a second. */
const pause = 1_000;
/** Looks without a word, after which a proxy might end a stream. */
const silentLooks = 15;

type Context = Pick<ServerContext, 'database' | 'operations'>;

/** The newest operations of a link, and how many there are in all. 503: Redis is away. */
export async function newestOperations(
  linkId: string,
  { operations }: Pick<Context, 'operations'>,
): Promise<{ total: number; data: Operation[] }> {
  const ids = await remembered(() => operations.ofLink(linkId, new Date()));
  const data = await Promise.all(ids.slice(0, shown).map((id) => readOperation(id, operations)));
  return { total: ids.length, data: data.filter((one) => one !== null) };
}

export interface Look {
  /** Another one when something that the page shows is another. */
  mark: string;
  /** An operation waits or runs. */
  busy: boolean;
}

/** How a link is now, as far as a page has to know to be shown anew. 503: Redis is away. */
export async function lookAt(link: LinkView, { database, operations }: Context): Promise<Look> {
  const [ids, moves] = await Promise.all([
    remembered(() => operations.ofLink(link.id, new Date())),
    movesOf(database.db, { forkId: link.forkId, branch: link.fork.branch, limit: 1 }),
  ]);
  const newest = await Promise.all(ids.slice(0, moving).map((id) => readOperation(id, operations)));
  const mark = createHash('sha256')
    .update(JSON.stringify([link, ids.slice(0, shown), newest, moves]))
    .digest('base64url');
  return { mark: mark.slice(0, 16), busy: newest.some((one) => one !== null && one.finishedAt === null) };
}

/**
 * `GET /links/:id/changes?seen=…` ends with one event `changed` as soon as the link is not as it was `seen`; browsers come again by
 * themselves, with what they saw last. So who may no longer see the link learns nothing more.
 */
export function changesRoute(
  app: OpenAPIHono,
  context: ServerContext,
  { findCaller, openStream }: { findCaller: FindCaller; openStream: OpenStream },
): void {
  app.get('/links/:id/changes', async (c) => {
    const caller = await findCaller(c);
    const { link } = await visibleLink(context, caller, c.req.param('id'));
    const seen = c.req.header('last-event-id') ?? c.req.query('seen') ?? '';
    return openStream(c, caller, async (stream, signal) => {
      try {
        await untilChanged(link.id, seen, { stream, signal, context });
      } catch (error) {
        // The browser comes again.
        context.log.warn({ err: error, linkId: link.id }, 'A stream of changes was cut off');
      }
    });
  });
}

async function untilChanged(
  linkId: string,
  seen: string,
  { stream, signal, context }: { stream: SSEStreamingApi; signal: AbortSignal; context: Context },
): Promise<void> {
  for (let looks = 1; !signal.aborted; looks += 1) {
    const link = await linkWithId(context, linkId);
    const look = link && (await lookAt(link, context));
    if (look?.mark !== seen) {
      const event = look === null ? 'gone' : 'changed';
      const told = { event, id: look?.mark ?? '', data: look?.busy ? 'busy' : 'idle', retry: pause };
      await unless(signal, stream.writeSSE(told));
      return;
    }
    if (looks % silentLooks === 0) await unless(signal, stream.write(': still there\n\n'));
    await sleep(pause, undefined, { signal }).catch(() => undefined);
  }
}
