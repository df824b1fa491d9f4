import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  codeSpan,
  NAME_LIMIT,
  plainTitle,
  quiet,
  quietSpan,
  quietText,
  visible,
  visibleText,
} from '../../../src/core/text/harmless.ts';
import { hostile } from './hostile.ts';
import { faults, parse } from './markdown.ts';

describe('visible', () => {
  it('shows that something is hidden instead of hiding it', () => {
    expect(visible('ma\u200bin')).toBe('ma\ufffdin');
    expect(visible('\u001b[31mred\u202e\u2066')).toBe('\ufffd[31mred\ufffd');
    expect(visible('a\r\n\tb\u2028c\u00a0d')).toBe('a b c d');
    expect(visible('a\ud800b')).toBe('a\ufffdb');
    expect(visible(' \n')).toBe('\ufffd');
  });

  it('cuts by code points', () => {
    expect(visible('\u{1f600}'.repeat(4), 4)).toBe('\u{1f600}'.repeat(4));
    expect(visible('\u{1f600}'.repeat(5), 4)).toBe(`${'\u{1f600}'.repeat(3)}…`);
  });

  it('is one short line without anything hidden, and stays as it is when done again', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 300 }), (text, limit) => {
        const shown = visible(text, limit);
        expect(Array.from(shown).length).toBeLessThanOrEqual(limit);
        expect(shown).not.toBe('');
        expect(faults(shown)).not.toContain('hidden');
        expect(shown).not.toContain('\n');
        expect(visible(shown, limit)).toBe(shown);
      }),
    );
  });
});

describe('visibleText', () => {
  it('keeps lines and indentation, and shows what is hidden', () => {
    expect(visibleText('1:  a ! 1:  b\r\n    @@ file\n\t-x \u200b\u001b[2J  \n\n', 100)).toBe(
      '1:  a ! 1:  b\n    @@ file\n    -x \ufffd[2J',
    );
    expect(visibleText('a\u2028b\u00a0\u3000c', 100)).toBe('a b  c');
    expect(visibleText('', 10)).toBe('');
  });

  it('is short, without anything hidden, and stays as it is when done again', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 300 }), (text, limit) => {
        const shown = visibleText(text, limit);
        expect(Array.from(shown).length).toBeLessThanOrEqual(limit);
        expect(shown.split('\n').flatMap((line) => faults(line))).not.toContain('hidden');
        expect(visibleText(shown, limit)).toBe(shown);
      }),
    );
  });
});

describe('codeSpan', () => {
  it.each([
    ['main', '`main`'],
    ['a`b', '``a`b``'],
    ['a``b', '`a``b`'],
    ['`', '`` ` ``'],
    ['a`b``c```', '```` a`b``c``` ````'],
    ['', '`\ufffd`'],
  ])('%j is %s', (text, expected) => expect(codeSpan(text)).toBe(expected));

  it('keeps its fence within what cmark-gfm takes', () => {
    expect(codeSpan('`'.repeat(200))).toBe(`\` ${'`'.repeat(200)} \``);
    const worst = Array.from({ length: 40 }, (_, index) => '`'.repeat(index + 1)).join('a');
    expect(/^`+/.exec(codeSpan(worst))?.[0].length).toBe(22);
  });

  it('holds the whole text, whatever it is and wherever it stands', () => {
    fc.assert(
      fc.property(hostile, hostile, (one, two) => {
        const parsed = parse(`${codeSpan(one)} and ${codeSpan(two)}\n\nand ${codeSpan(two)}`);
        expect(parsed.spans).toEqual([one, two, two].map((text) => visible(text, NAME_LIMIT)));
        expect(parsed.text.replace(/\s+/g, ' ')).toBe(' and and ');
      }),
      { numRuns: 500 },
    );
  });
});

describe('quiet', () => {
  it.each([
    ['Fix C# parser, closes #12', 'Fix C# parser, closes ＃12'],
    ['by @ada in https://github.com/up/hello/pull/12', 'by ＠ada in up/hello/pull/12'],
    ['see https://www.example.com/a?b or www.example.com', 'see example.com/a?b or www．example.com'],
    ['https:x:////e.example', 'https:x:////e.example'.replace('://', '：//')],
    ['src/@types/x.d.ts', 'src/＠types/x.d.ts'],
    ['[skip ci] [x] <b>`y`</b>', '［skip ci] [x] <b>`y`</b>'],
    ['Revert deadbeef1', 'Revert dead\u202fbeef\u202f1'],
    ['a\n@b', 'a ＠b'],
  ])('%j is %j', (text, expected) => expect(quiet(text)).toBe(expected));

  it('keeps lines and what indents them', () => {
    expect(quietText('## New\n  * x by @y\n', 100)).toBe('## New\n  * x by ＠y');
  });

  it('is code, too', () => {
    expect(quietSpan('a`b` @c')).toBe('``a`b` ＠c``');
  });
});

describe('plainTitle', () => {
  it.each([
    ['Sync up/hello main', 'Sync up/hello main'],
    ['fixes up/hello#12', 'fixes up/hello＃12'],
    ['release/@angular/core@1.2.3', 'release/＠angular/core＠1.2.3'],
    ['closes GH-12', 'closes GH‑12'],
    ['release-20240101', 'release-2024\u202f0101'],
    ['deadbeef1', 'dead\u202fbeef\u202f1'],
    ['deadbeefxyz', 'deadbeefxyz'],
    ['https://github.com/up/hello', 'https：//github．com/up/hello'],
    ['www.example.com', 'www．example.com'],
    ['<b>`x`</b> &commat;y R&D', "‹b›'x'‹/b› ＆commat;y R&D"],
    ['[skip ci] x', '［skip ci］ x'],
  ])('%j is %j', (text, expected) => expect(plainTitle(text)).toBe(expected));

  it('mentions, references and links nothing', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const title = plainTitle(text);
        expect(faults(title)).toEqual([]);
        expect(Array.from(title).length).toBeLessThanOrEqual(250);
      }),
      { numRuns: 1000 },
    );
  });
});
