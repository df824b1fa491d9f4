/** Stopping something and letting go of it, by the page of operators and by the API. */
import { z } from '@hono/zod-openapi';
import { brakeKinds } from '../../core/brake.ts';
import { visible } from '../../core/text/harmless.ts';
import { accountNamed, type Brake, upstreamNamed } from '../../db/brakes.ts';
import { releaseBrake, setBrake } from '../../db/write/brakes.ts';
import type { ServerContext } from '../context.ts';
import { fieldErrors, fieldProblem, Problem } from '../problem.ts';

/** PostgreSQL takes no text with the character 0. */
const words = z
  .string()
  .regex(/^\P{Cc}*$/u, 'This holds characters that nobody sees: write it anew.')
  .trim();
const reason = 'Say why, in at most 200 characters.';
/** What is to be stopped. `name`: `owner/name` of an upstream, or the login of an account; everything has none. */
export const NewBrake = z.strictObject({
  kind: z.enum(brakeKinds, 'Choose what to stop.'),
  name: words.max(400, 'A name has at most 400 characters.').optional(),
  why: words.min(1, reason).max(200, reason),
});

/** Who stops or lets go, for the log and the row. */
interface By {
  login: string;
  requestId: string;
}

type Context = Pick<ServerContext, 'database' | 'log' | 'wakeBrakes'>;

/** Stops what is asked for. 422: there is no such thing here; 409: it is stopped already. */
export async function stop(asked: unknown, { login, requestId }: By, context: Context): Promise<Brake> {
  const given = NewBrake.safeParse(asked);
  if (!given.success) throw fieldProblem(fieldErrors(given.error.issues));
  const { kind, why } = given.data;
  const subject = await subjectOf(given.data, context);
  const set = await setBrake(context.database.db, { kind, why, ...subject, setBy: login });
  if (set === null) throw new Problem(409, `${visible(subject.name)} is stopped already.`);
  context.wakeBrakes();
  context.log.warn({ login, requestId, kind, name: set.name, why }, 'An operator stopped something');
  return set;
}

/** Lets go of something; null: it is not stopped. */
export async function letGo(id: string, { login, requestId }: By, context: Context): Promise<Brake | null> {
  const known = z.uuid().safeParse(id);
  const gone = known.success ? await releaseBrake(context.database.db, known.data) : null;
  if (gone === null) return null;
  context.wakeBrakes();
  context.log.warn({ login, requestId, kind: gone.kind, name: gone.name }, 'An operator let go of something');
  return gone;
}

async function subjectOf(
  { kind, name = '' }: z.infer<typeof NewBrake>,
  { database: { db } }: Context,
): Promise<{ subjectId: number; name: string }> {
  if (kind === 'all') {
    if (name === '') return { subjectId: 0, name: 'Everything' };
    throw unnamed(`Everything has no name: leave this blank, or choose what is called ${visible(name)}.`);
  }
  if (name === '') throw unnamed(kind === 'upstream' ? 'Name the repository, as owner/name.' : 'Name the account.');
  const found = kind === 'upstream' ? await upstreamNamed(db, name) : await accountNamed(db, name);
  if (found !== null) return { subjectId: found.id, name: found.name };
  const what = kind === 'upstream' ? 'No link follows a repository' : 'The App is not installed for an account';
  throw unnamed(`${what} ${visible(name)}.`);
}

function unnamed(message: string): Problem {
  return fieldProblem([{ field: 'name', message }]);
}
