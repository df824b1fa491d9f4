import { createPrivateKey } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEnv } from '../../src/runtime/env.ts';
import { complete, newKey, problemsOf } from './environment.ts';

const { PRIVATE_KEY: _, ...keyless } = complete;
const pem = newKey();
const body = pem.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));
let dir = '';

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'backstroke-key-'));
  writeFileSync(join(dir, 'key.pem'), pem);
  writeFileSync(join(dir, 'other.txt'), body.join('\n'));
  writeFileSync(join(dir, 'empty.pem'), '');
});
afterAll(() => rmSync(dir, { recursive: true }));

/** What is the same for one key in all its spellings. */
const meaning = (key: string) => createPrivateKey(key).export({ type: 'pkcs8', format: 'pem' });

describe('a private key', () => {
  it.each<[string, (key: string) => string]>([
    ['in PEM', (key) => key],
    ['with \\n for its line breaks', (key) => key.replaceAll('\n', '\\n')],
    ['on one line', (key) => key.trim().replaceAll('\n', ' ')],
    ['in base64', (key) => Buffer.from(key).toString('base64')],
  ])('is read %s', (_how, spelled) => {
    for (const key of [pem, newKey('pkcs8')]) {
      const env = readEnv('worker', { ...keyless, PRIVATE_KEY: spelled(key) });
      expect(meaning(env.privateKey)).toBe(meaning(key));
    }
  });

  it('is read from a file', () => {
    const env = readEnv('worker', { ...keyless, PRIVATE_KEY_PATH: join(dir, 'key.pem'), PRIVATE_KEY: '' });
    expect(meaning(env.privateKey)).toBe(meaning(pem));
  });

  it('is not asked for by migrations', () => {
    expect(readEnv('migrate', keyless).privateKey).toBe('');
  });

  it.each<[string, string]>([
    ['without its frame', body.join('\n')],
    ['cut off', pem.slice(0, 300)],
    ['in base64, cut off', Buffer.from(pem).toString('base64').slice(0, 300)],
    ['something else', 'correct horse battery staple'],
  ])('is refused %s, by name and without a word of it', (_how, value) => {
    const problems = problemsOf('web', { ...keyless, PRIVATE_KEY: value });
    expect(problems).toEqual(['PRIVATE_KEY cannot be read: it must be a PEM private key, or one in base64']);
  });

  it.each(['missing.pem', 'other.txt', 'empty.pem', '.'])('is refused when its file is %s', (file) => {
    const problems = problemsOf('web', { ...keyless, PRIVATE_KEY_PATH: join(dir, file) });
    expect(problems).toEqual(['PRIVATE_KEY_PATH cannot be read: it must be a PEM private key file']);
  });

  it('never appears in a fault of anything else', () => {
    const secrets = { ...complete, PRIVATE_KEY: pem, WEBHOOK_SECRET: 'hook-secret-word', PORT: 'eighty' };
    const url = 'mysql://backstroke:db-secret-word@db/x';
    const text = problemsOf('web', { ...secrets, DATABASE_URL: url, REDIS_URL: url, PUBLIC_URL: url }).join('\n');
    expect(text).toContain('DATABASE_URL');
    for (const secret of [...body, 'hook-secret-word', 'db-secret-word']) expect(text).not.toContain(secret);
  });
});
