import { generateKeyPairSync } from 'node:crypto';
import { freePort } from '../../src/local/port.ts';
import { readEnv } from '../../src/runtime/env.ts';
import { createParts } from '../../src/runtime/lifecycle.ts';
import type { Sandbox } from '../../src/sandbox/start.ts';
import { startWeb } from '../../src/server/start.ts';
import { memoryLog } from './memory-log.ts';
import { previousSecret, secret } from './web.ts';

const privateKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
  .privateKey.export({ type: 'pkcs1', format: 'pem' })
  .toString();

/** What web is told of the App that the sandbox plays GitHub for. */
export function envOf(github: Sandbox): Record<string, string> {
  return {
    APP_ID: String(github.appId),
    PRIVATE_KEY: github.privateKey,
    GHE_HOST: github.host,
    GITHUB_CLIENT_ID: github.clientId,
    GITHUB_CLIENT_SECRET: github.clientSecret,
    SESSION_SECRET: 'a session secret of this test alone',
  };
}

/** Web as its process starts it, in this process; GitHub is nowhere, unless `env` says where. */
export async function webInProcess(given: {
  databaseUrl: string;
  redisUrl: string;
  namespace: string;
  env?: Record<string, string>;
}) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const lines = memoryLog();
  const parts = createParts(lines.log);
  const env = readEnv('web', {
    APP_ID: '1',
    PRIVATE_KEY: privateKey,
    WEBHOOK_SECRET: secret,
    WEBHOOK_SECRET_PREVIOUS: previousSecret,
    GHE_HOST: `127.0.0.1:${await freePort()}`,
    GHE_PROTOCOL: 'http',
    DATABASE_URL: given.databaseUrl,
    REDIS_URL: given.redisUrl,
    REDIS_NAMESPACE: given.namespace,
    PUBLIC_URL: url,
    HOST: '127.0.0.1',
    PORT: String(port),
    ...given.env,
  });
  await startWeb(parts, env, lines.log);
  return { url, lines, stop: () => parts.stop() };
}
