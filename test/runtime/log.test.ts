import { generateKeyPairSync } from 'node:crypto';
import { Writable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLog, scrub } from '../../src/runtime/log.ts';

const word = 'Zm9vYmFyMDEyMzQ1Njc4OQ';
const jwt = `eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxIn0.${word}_-${word}`;
const { privateKey: pem } = generateKeyPairSync('rsa', {
  modulusLength: 1024,
  privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});
const pemLines = pem.split('\n').filter((line) => line !== '' && !line.startsWith('-----'));

/** What must be hidden, and the parts of it that would tell. */
const secrets: [string, string, string[]][] = [
  ['an installation token', `ghs_${word}`, [word]],
  ['a long installation token with dots', `ghs_12345_${jwt}`, jwt.split('.')],
  ["a user's token", `ghu_${word}`, [word]],
  ['a classic token', `ghp_${word}`, [word]],
  ['a refresh token', `ghr_${word}`, [word]],
  ['a fine-grained token', `github_pat_11ABCDEFG_${word}`, ['11ABCDEFG', word]],
  ['a JSON web token', jwt, jwt.split('.')],
  ['a bearer', `Bearer ${word}`, [word]],
  ['a bearer in small letters', `authorization: bearer ${word}`, [word]],
  ['basic credentials', `Basic ${word}==`, [word]],
  ['a token header', `token ${word}`, [word]],
  ['a PEM key', pem, pemLines],
  ['a PEM key on one line', pem.replaceAll('\n', ' '), pemLines],
  ['a PEM key that was cut off', pem.slice(0, 300), pemLines.slice(0, 3)],
  ['the password of PostgreSQL', 'postgres://backstroke:s3cr3t-word@db:5432/backstroke', ['s3cr3t-word']],
  ['the password of Redis, without a user', 'redis://:s3cr3t-word@cache:6379', ['s3cr3t-word']],
  ['a password with a colon and an @', 'postgres://backstroke:s3cr:3t@word@db:5432/backstroke', ['s3cr', '3t', 'word']],
  ['a token in the URL of a repository', `https://x-access-token:ghs_${word}@github.com/octo/hello.git`, [word]],
];

/** Where a line of the log may hold it. */
const places: [string, (secret: string) => [Record<string, unknown>, string]][] = [
  ['the message', (secret) => [{}, secret]],
  ['the middle of a message', (secret) => [{}, `before (${secret}) after`]],
  ['the beginning of a later line', (secret) => [{}, `first\n${secret}\tlast`]],
  ['after a tab', (secret) => [{}, `first\t${secret}\r\nlast`]],
  ['in quotation marks', (secret) => [{}, `"${secret}"`]],
  ['a field', (secret) => [{ url: secret }, 'm']],
  ['a field deep down', (secret) => [{ a: { b: [{ c: secret }] } }, 'm']],
  ['an error', (secret) => [{ err: new Error(secret) }, 'm']],
  ['the cause of an error', (secret) => [{ err: new Error('failed', { cause: new Error(secret) }) }, 'm']],
  ['JSON inside a field', (secret) => [{ body: JSON.stringify({ secret }) }, 'm']],
];

function logged(fields: Record<string, unknown>, message: string): string {
  const written: string[] = [];
  const out = new Writable({
    write: (chunk, _encoding, done) => {
      written.push(String(chunk));
      done();
    },
  });
  createLog({ name: 'test', level: 'info', format: 'json', out }).info(fields, message);
  return written.join('');
}

describe('what is logged', () => {
  describe.each(secrets)('%s', (_, secret, tell) => {
    it.each(places)('is hidden in %s', (_place, put) => {
      const line = logged(...put(secret));
      for (const part of tell) expect(line).not.toContain(part);
      expect(line).toContain('[redacted]');
      expect(() => JSON.parse(line)).not.toThrow();
    });
  });

  it('shows the stack of an error around what is hidden', () => {
    const error = new Error(`GET https://api.github.com failed with ghs_${word}`);
    const line = JSON.parse(logged({ err: error }, 'It failed'));
    expect(line).toMatchObject({ name: 'test', level: 30, msg: 'It failed', err: { type: 'Error' } });
    expect(line.err.message).toBe('GET https://api.github.com failed with ghs_[redacted]');
    expect(line.err.stack).toContain('log.test.ts');
    expect(line.err.stack).not.toContain(word);
  });

  it('keeps the other fields and the line whole', () => {
    const line = JSON.parse(logged({ token: `ghs_${word}`, next: 'stays' }, 'm'));
    expect(line).toMatchObject({ token: 'ghs_[redacted]', next: 'stays', msg: 'm' });
    expect(JSON.parse(logged({ key: pem, next: 'stays' }, 'm'))).toMatchObject({ next: 'stays', msg: 'm' });
    expect(JSON.parse(logged({ key: pem.slice(0, 300), next: 'stays' }, 'm'))).toMatchObject({ next: 'stays' });
  });

  it('keeps to its level', () => {
    const written: string[] = [];
    const out = new Writable({ write: (chunk, _encoding, done) => done(void written.push(String(chunk))) });
    const log = createLog({ name: 'test', level: 'warn', format: 'json', out });
    log.info('quiet');
    log.warn('loud');
    expect(written.map((line) => JSON.parse(line).msg)).toEqual(['loud']);
  });
});

describe('scrub', () => {
  it.each([
    'https://github.com/octo/hello/pull/7',
    'http://localhost:3000/readyz',
    'redis://cache:6379',
    'postgres://db:5432/backstroke',
    'a'.repeat(40),
    'octo/hello main is behind up/hello main',
    'git@github.com:octo/hello.git',
    'The token expired',
    '5f4f2b1e-7f5c-4c5e-9a55-0d6f3f1f6a01',
  ])('leaves %s alone', (text) => {
    expect(scrub(text)).toBe(text);
  });

  it('hides the same twice as once, and whatever stands around a token', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const once = scrub(`${before}ghs_${word}${after}`);
        expect(once).not.toContain(word);
        expect(scrub(once)).toBe(once);
      }),
    );
  });
});
