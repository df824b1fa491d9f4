import { generateKeyPairSync } from 'node:crypto';
import { EnvironmentError, type ProcessName, readEnv } from '../../src/runtime/env.ts';

/** A new private key in PEM: `pkcs1` is what GitHub hands out. */
export function newKey(type: 'pkcs1' | 'pkcs8' = 'pkcs1'): string {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 1024,
    privateKeyEncoding: { type, format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return privateKey;
}

/** What is enough for every process. */
export const complete: Readonly<Record<string, string>> = {
  APP_ID: '1',
  PRIVATE_KEY: newKey(),
  WEBHOOK_SECRET: 'a secret',
  DATABASE_URL: 'postgres://backstroke@db:5432/backstroke',
  REDIS_URL: 'redis://cache:6379',
  PUBLIC_URL: 'https://backstroke.example',
};

/** What is wrong with an environment; nothing when it is taken. */
export function problemsOf(process: ProcessName, source: Record<string, string>): string[] {
  try {
    readEnv(process, source);
    return [];
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems;
    throw error;
  }
}
