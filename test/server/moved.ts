import { eq } from 'drizzle-orm';

import { refMoves } from '../../src/db/schema.ts';
import { recordDelivery } from '../../src/server/webhooks/record.ts';
import { testDatabase } from '../support/database.ts';
import { sha } from '../support/messages.ts';
import { aPush } from '../support/payloads.ts';
import { aLink, anInstallation, nextId } from '../support/rows.ts';
import { webHere } from '../support/web-hooks.ts';

const bot = { login: 'backstroke[bot]', type: 'Bot' };
/** When GitHub says that it was pushed: seconds since 1970. */
export const second = 1_795_000_000;

/** A database and a web for the tests of a file, and scenes in them: a link, the pushes to its fork's branch, and the moves that are known. */
export function movesTold() {
  const database = testDatabase();
  const here = webHere(database);

  async function scene() {
    const installationId = await anInstallation(database.db, { appSlug: 'backstroke' });
    const link = await aLink(database.db, { installationId });
    const push = (changed: object = {}) => ({
      ...aPush({ ref: 'refs/heads/main', before: sha('1'), after: sha('2'), installation: { id: installationId } }),
      repository: { id: link.forkId, name: 'hello', pushed_at: second },
      forced: true,
      sender: bot,
      commits: [],
      ...changed,
    });
    const record = (changed: object = {}, id = `push-${nextId()}`) =>
      recordDelivery({ id, event: 'push', payload: push(changed) }, here.web.context);
    const rows = () =>
      database.db.select().from(refMoves).where(eq(refMoves.repositoryId, link.forkId)).orderBy(refMoves.movedAt);
    return { installationId, link, record, rows };
  }
  return { database, scene };
}
