import { eq } from 'drizzle-orm';
import { configChecks } from '../../src/db/schema.ts';
import { eventually, type Ring } from '../support/ring.ts';
import type { Scene } from './scene.ts';

/** The commit's one check run, once it is there and nothing more is asked about the fork's commits. */
export async function answerTo(ring: Ring, { fork }: Scene, sha: string) {
  await settledChecks(ring, fork);
  const [run, ...others] = ring.github.checkRuns(fork, sha);
  if (!run || others.length > 0) throw new Error(`${sha} has ${run ? others.length + 1 : 0} check runs`);
  return run;
}

/** What people are told of a commit; empty where nothing is said, once nothing more is asked about the fork's commits. */
export async function answersTo(ring: Ring, { fork }: Scene, sha: string) {
  await settledChecks(ring, fork);
  return ring.github.checkRuns(fork, sha).map(({ conclusion, title }) => `${conclusion}: ${title}`);
}

/** Commits of a fork that wait to be answered. */
export function checksOf(ring: Ring, fork: string) {
  const { id } = ring.github.repository(fork);
  return ring.database.db.select().from(configChecks).where(eq(configChecks.repositoryId, id));
}

async function settledChecks(ring: Ring, fork: string): Promise<void> {
  await ring.github.settled();
  const what = `everything asked about commits of ${fork} is answered`;
  await eventually(async () => (await checksOf(ring, fork)).length === 0, { what });
}
