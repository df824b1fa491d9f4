import { describe, expect, it } from 'vitest';
import { faults, parse } from './markdown.ts';

describe('the checker itself', () => {
  it.each([
    ['hello @octocat', 'mention'],
    ['up/hello@c0ffee1', 'email or owner/repo@sha'],
    ['up/hello#1', 'issue'],
    ['see gh-7', 'GH-1'],
    ['at c0ffee1.', 'sha'],
    ['https://example.com', 'url'],
    ['Fixes: #1', 'closing keyword'],
    ['a <b>', 'html'],
    ['&#64;x', 'entity'],
    ['a ` b', 'backtick'],
    ['[skip ci]', 'skip ci'],
    ['a\u202eb', 'hidden'],
    ['![x](y)', 'image or link'],
  ])('sees what is wrong with %j', (text, rule) => expect(faults(text)).toContain(rule));

  it('reads code as cmark-gfm does', () => {
    expect(parse('a `b` ``c`d`` `` ` `` e').spans).toEqual(['b', 'c`d', '`']);
    expect(parse('`a\n\nb`')).toMatchObject({ spans: [], text: '`a\nb`\n' });
    expect(parse('a `b`` c').spans).toEqual([]);
    const long = '`'.repeat(81);
    expect(parse(`${long}@x${long}`)).toMatchObject({ spans: [] });
    expect(parse('a\n```sh\n@b\n```\nc [d](e)')).toEqual({
      spans: [],
      blocks: ['@b'],
      links: ['e'],
      text: 'a\nc [d] \n',
    });
  });
});
