import type { z } from 'zod';
import type { Refusal } from '../core/refusal.ts';
import type { RestClient } from './client.ts';
import { UnexpectedAnswer } from './fault.ts';
import { refusalFrom } from './refusal.ts';

/** Runs one call; what GitHub refuses becomes a value, a bug still throws. */
export async function attempt<T>(
  { client, write = false }: { client: RestClient; write?: boolean },
  call: () => Promise<T>,
): Promise<T | Refusal> {
  try {
    return await call();
  } catch (error) {
    return refusalFrom(error, { now: client.now(), as: client.caller, write });
  }
}

/** The fields we use, or `UnexpectedAnswer`: a body that was cut off arrives as text, whatever its status said. */
export function parseAnswer<S extends z.ZodType>(schema: S, data: unknown): z.infer<S> {
  if (typeof data !== 'object' || data === null || data instanceof ArrayBuffer)
    throw new UnexpectedAnswer('GitHub answered without JSON', true);
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw new UnexpectedAnswer(`GitHub answered in another shape: ${issues.slice(0, 3).join('; ')}`, false);
}
