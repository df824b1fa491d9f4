import { describe, expect, it, test } from 'vitest';
import { loginPath, ownPage } from '../../src/server/session/origin.ts';
import { createSealer } from '../../src/server/session/seal.ts';

const [now, before, other] = ['the secret of now', 'the secret before', 'somebody else'].map((one) =>
  one.padEnd(32, '.'),
);

describe('what is sealed', () => {
  const sealed = createSealer(now ?? '').seal('ghu_token', 'session 1');

  it('shows nothing, and is never the same', () => {
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('ghu_');
    expect(createSealer(now ?? '').seal('ghu_token', 'session 1')).not.toBe(sealed);
  });

  it('opens with its secret, and with that as the previous one', () => {
    expect(createSealer(now ?? '').open(sealed, 'session 1')).toBe('ghu_token');
    expect(createSealer(before ?? '', now).open(sealed, 'session 1')).toBe('ghu_token');
  });

  it('opens with no other, for no other purpose, and not when a bit of it is another', () => {
    expect(createSealer(other ?? '', before).open(sealed, 'session 1')).toBeNull();
    expect(createSealer(now ?? '').open(sealed, 'session 2')).toBeNull();
    const bytes = Buffer.from(sealed, 'base64url');
    for (const at of [0, 15, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(createSealer(now ?? '').open(changed.toString('base64url'), 'session 1')).toBeNull();
    }
    for (const nothing of ['', 'AAAA', '%']) expect(createSealer(now ?? '').open(nothing, 'session 1')).toBeNull();
  });
});

describe('a page to come back to', () => {
  const env = { PUBLIC_URL: 'https://sync.example' };

  test.each([
    '/',
    '/?q=a&page=2',
    '/links/1?x=%2F%2Fevil.example',
    '/config',
    '/loginless',
    '/links/new?fork=octo/hello',
  ])('%s is ours', (page) => expect(ownPage(page, env)).toBe(page));

  test.each([
    undefined,
    '',
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    ' //evil.example',
    '/..//evil.example',
    '/a/..//evil.example',
    '/%2e%2e//evil.example',
    'javascript:alert(1)',
    'data:text/html,a',
    'evil.example',
    '@evil.example',
    '/login',
    '/login?return_to=/',
    '/logout',
    '/v1/links',
    '/_0123456789abcdef',
    '/api/github/webhooks',
    '/assets/style.css',
    `/${'a'.repeat(3_000)}`,
  ])('%j is none: the first page', (page) => expect(ownPage(page, env)).toBe('/'));

  test('is named where one signs in, but not the first', () => {
    const at = (url: string) => loginPath({ req: { url } } as Parameters<typeof loginPath>[0]);
    expect(at('http://web/')).toBe('/login');
    expect(at('http://web/links/1?a=b')).toBe('/login?return_to=%2Flinks%2F1%3Fa%3Db');
  });
});
