import { createRequire } from 'node:module';
import type { Transform } from 'node:stream';
import { getTransformStream } from '@probot/pino';
import { pino } from 'pino';

/** Probot's own, which would have npx fetch Sentry where operators did not install it. */
const installed: typeof getTransformStream = async (options) => {
  createRequire(import.meta.url).resolve('@sentry/node');
  return getTransformStream(options);
};

/** Tells Sentry of errors as Probot does. Where that cannot be, lines are written all the same, after one that says so. */
export async function sentryStream(
  options: { name: string; logFormat: 'json' | 'pretty'; sentryDsn: string },
  make = installed,
): Promise<Transform> {
  const { name, logFormat, sentryDsn } = options;
  try {
    return await make({ logFormat, sentryDsn });
  } catch {
    const stream = await getTransformStream({ logFormat });
    const msg = 'SENTRY_DSN is set, but Sentry is told of nothing: npm install @sentry/node, and start again';
    stream.write(JSON.stringify({ level: pino.levels.values.warn, time: Date.now(), name, msg }));
    return stream;
  }
}
