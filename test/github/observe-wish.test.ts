import { describe, expect, test } from 'vitest';
import { createGateway } from '../../src/github/gateway.ts';
import { observed, target } from './fixtures.ts';
import { answerGraphql, github, mint, now, offline } from './support.ts';

offline();

function observe() {
  mint();
  return createGateway({ github: github(), now: () => now }).observe(target);
}

describe("upstream's wish", () => {
  const file = (text: string, more: object = {}) => ({
    config: {
      __typename: 'Blob',
      oid: 'c'.repeat(40),
      byteSize: text.length,
      isBinary: false,
      isTruncated: false,
      text,
    },
    configFolder: { entries: [{ name: 'backstroke.yml', mode: 0o100644 }] },
    ...more,
  });
  const symlink = { configFolder: { entries: [{ name: 'backstroke.yml', mode: 0o120000 }] } };
  const no = 'forks:\n  accept: false\n';

  test.each([
    ['a file that asks for none', file(no), true],
    ['among other keys', file(`every: 1d\n${no}`), true],
    ['a file that accepts', file('forks:\n  accept: true\n'), false],
    ['a file that does not say', file('every: 1d\n'), false],
    ['a file with a problem', file(`${no}evry: 1d\n`), false],
    ['no file', { config: null }, false],
    ['a link to elsewhere', file(no, symlink), false],
    ['a directory', { config: { __typename: 'Tree', oid: 'c'.repeat(40) } }, false],
  ])('%s', async (_name, upstream, optedOut) => {
    answerGraphql('Observe', { data: observed({ upstream }) });
    expect(await observe()).toMatchObject({ optedOut });
  });

  test('a file that the token may not see is none', async () => {
    const errors = [{ type: 'FORBIDDEN', path: ['upstream', 'config'], message: 'Resource protected by SAML' }];
    answerGraphql('Observe', { data: observed({ upstream: { config: null } }), errors });
    expect(await observe()).toMatchObject({ optedOut: false, upstream: { id: 2 } });
  });
});
