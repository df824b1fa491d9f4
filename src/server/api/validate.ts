import type { OpenAPIHono } from '@hono/zod-openapi';
import { shownConfig, shownOwnerConfig } from '../../core/config/effective.ts';
import { addressProblem, type Elsewhere } from '../../core/config/elsewhere.ts';
import { blobProblem } from '../../core/config/file.ts';
import { type ParsedConfig, parseForkConfig, parseOwnerConfig } from '../../core/config/parse.ts';
import type { Problem as FileProblem } from '../../core/config/problem.ts';
import type { ForkConfig } from '../../core/config/schema.ts';
import type { ServerContext } from '../context.ts';
import { Problem } from '../problem.ts';
import type { Caller, FindCaller } from './caller.ts';
import { validateConfig, yamlTypes } from './validate-route.ts';

/** The worst files of 64 KiB take up to a second of web's one thread, so nobody gets more read in a minute. */
const perMinute = 30;

/** Answers what a push of this file would be answered, without any repository. */
export function validateRoutes(app: OpenAPIHono, context: ServerContext, findCaller: FindCaller): void {
  app.openapi(validateConfig, async (c) => {
    const caller = await findCaller(c);
    const { kind } = c.req.valid('query');
    if (!isYaml(c.req.header('content-type'))) {
      throw new Problem(415, `Send the file as it is, in UTF-8, as ${yamlTypes.join(', ')}.`);
    }
    await atItsPace(context, caller);
    const text = textIn(await c.req.arrayBuffer());
    if (text === null) return c.json(refused([blobProblem({ kind: 'unreadable', oid: null, why: 'binary' })]), 200);
    return c.json(
      kind === 'owner'
        ? validated(parseOwnerConfig(text), shownOwnerConfig)
        : validated(withAddress(parseForkConfig(text), context.env.elsewhere), shownConfig),
      200,
    );
  });
}

function isYaml(contentType: string | undefined): boolean {
  const [type = '', ...parameters] = (contentType ?? '').toLowerCase().split(/\s*;\s*/);
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  return yamlTypes.some((one) => one === type.trim()) && /^charset="?(utf-?8|us-ascii)"?$|^$/.test(charset ?? '');
}

/** 429: more files of this person within a minute than are read. */
export async function atItsPace({ leases }: Pick<ServerContext, 'leases'>, caller: Pick<Caller, 'id'>): Promise<void> {
  // Redis away: a file is read all the same.
  if (await leases.spend(`validate:${caller.id}`, perMinute, 60).catch(() => true)) return;
  throw new Problem(429, `At most ${perMinute} files are read for you in a minute. Try again in a minute.`);
}

/** null: no UTF-8. */
function textIn(bytes: ArrayBuffer): string | null {
  try {
    // A byte order mark is the parser's business, as it is in a file on GitHub.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function validated<Config>(parsed: ParsedConfig<Config>, show: (config: Config) => object) {
  if (!parsed.valid) return refused(parsed.problems);
  return { valid: true, problems: [], effective: { ...show(parsed.config) } };
}

/** A file that names an address which is not followed here is one with a problem. */
export function withAddress(parsed: ParsedConfig<ForkConfig>, elsewhere: Elsewhere): ParsedConfig<ForkConfig> {
  const problem = parsed.valid ? addressProblem(parsed.config.upstream, elsewhere, parsed.positionOf) : null;
  return problem === null ? parsed : { valid: false, problems: [problem] };
}

function refused(problems: FileProblem[]) {
  return { valid: false, problems, effective: null };
}
