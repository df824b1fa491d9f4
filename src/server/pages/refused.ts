/** Problems that are shown on the page whose form they are about. */
import type { Context } from 'hono';
import { Problem } from '../problem.ts';
import { wantsPage } from './problem-page.tsx';
import type { Shown } from './respond.tsx';

/** A problem that a person can do something about as a value; one of who signs in, or of `from` and above, is thrown. */
export async function orProblem<T>(made: () => Promise<T>, from = 500): Promise<T | Problem> {
  try {
    return await made();
  } catch (error) {
    if (error instanceof Problem && error.status !== 401 && error.status < from) return error;
    throw error;
  }
}

/** A program is told what is wrong as it is anywhere else. */
export function demandPage(c: Context, problem: Problem | null): void {
  if (problem !== null && !wantsPage(c)) throw problem;
}

const statuses = [400, 403, 404, 409, 422, 429, 503] as const;

/** The status of a page that shows it. */
export function statusOf(problem: Problem | null): NonNullable<Shown['status']> {
  if (problem === null) return 200;
  return statuses.find((one) => one === problem.status) ?? 400;
}
