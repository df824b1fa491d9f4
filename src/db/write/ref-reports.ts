import { and, eq, isNull, lt, or, sql } from 'drizzle-orm';
import type { RefReport } from '../../core/ref-report.ts';
import type { Database } from '../connect.ts';
import { repositories, upstreamRefs } from '../schema.ts';
import { atomically } from './atomically.ts';

/** Applies what the dispatcher saw of an upstream ref, unless a later look was applied before. */
export async function applyRefReport(db: Database, report: RefReport): Promise<void> {
  await atomically(db, async (tx) => {
    const readAt = new Date(report.readAt);
    const rows = await tx
      .update(upstreamRefs)
      .set({ reported: report.report === 'renamed' ? 'there' : report.report, reportedAt: readAt })
      .where(
        and(
          eq(upstreamRefs.id, report.upstreamRefId),
          or(isNull(upstreamRefs.reportedAt), lt(upstreamRefs.reportedAt, readAt)),
        ),
      )
      .returning({ id: upstreamRefs.id });
    if (rows.length === 0 || report.owner === null || report.name === null || report.report === 'replaced') return;
    await tx
      .update(repositories)
      .set({ ownerLogin: report.owner, name: report.name, updatedAt: sql`now()` })
      .where(eq(repositories.id, report.repositoryId));
  });
}
