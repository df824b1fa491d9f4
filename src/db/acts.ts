import { desc, eq } from 'drizzle-orm';
import type { ActKind } from '../core/act.ts';
import type { Queryable } from './read.ts';
import { acts, links } from './schema.ts';

export interface ActView {
  /** `hook`: the secret address was used, which tells nobody's name. */
  kind: ActKind | 'hook';
  detail: string | null;
  /** null: not known any more, or nobody's to know. */
  login: string | null;
  at: Date;
}

/** What was done to a link last, newest first. */
export async function actsOf(db: Queryable, linkId: string, limit: number): Promise<ActView[]> {
  const [done, [hook]]: [ActView[], { at: Date | null }[]] = await Promise.all([
    db
      .select({ kind: acts.kind, detail: acts.detail, login: acts.login, at: acts.at })
      .from(acts)
      .where(eq(acts.linkId, linkId))
      .orderBy(desc(acts.id))
      .limit(limit),
    db.select({ at: links.hookedAt }).from(links).where(eq(links.id, linkId)),
  ]);
  if (!hook?.at) return done;
  const hooked = { kind: 'hook', detail: null, login: null, at: hook.at } as const;
  const before = done.findIndex(({ at }) => at < hooked.at);
  return done.toSpliced(before === -1 ? done.length : before, 0, hooked).slice(0, limit);
}
