/**
 * Whatever upstream, a fork or a configuration file says: a pull request mentions nobody, references and closes nothing, holds no
 * link but ours, no HTML but ours, and turns no workflow off. Read by a parser of others, and where GitHub reads no Markdown, plainly.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headBranch } from '../../../src/core/head-branch.ts';
import { isWorkflow } from '../../../src/core/risk.ts';
import { mergeMessage } from '../../../src/core/text/merge-message.ts';
import { newlyTicked, tickedBoxes, wishOf } from '../../../src/core/text/pull-boxes.ts';
import { pullRequestBody, pullRequestTitle } from '../../../src/core/text/pull-request.ts';
import { isStale, withSection } from '../../../src/core/text/pull-section.ts';
import { replacedText } from '../../../src/core/text/pull-wishes.ts';
import { plainest, variants } from './bodies.ts';
import { noise, quietMarkdown, read } from './gfm.ts';
import { branches, facts, known, words } from './noisy.ts';

const runs = { numRuns: 100 };

const segment = '[\\w.~%-]*';
const ownPages = [
  new RegExp(
    `^https://github\\.com/(settings|organizations/${segment}/settings|${segment}/${segment}/settings)/installations(/\\d+)?$`,
  ),
  new RegExp(`^https://github\\.com/${segment}/\\.github/blob/HEAD/\\.github/backstroke\\.yml$`),
];
const summaries = [
  /^(If there are|How to resolve the) conflicts$/,
  /^If you closed this and want it back$/,
  /^What upstream says of the release$/,
  /^(The \d+ newest of )?[\d,]+ commits?( of the fork's own)?$/,
];
const marker =
  /^<!-- (backstroke(:(sync|move|workflows))?|\/backstroke( [0-9a-f]{40}\.\.[0-9a-f]{40}( conflicting)?)?: rewritten when a branch moves, so write above or below it) -->$/;

function quietBody(body: string): void {
  const { html } = read(body);
  const ours = html
    .flatMap((one) => one.split('\n'))
    .filter((line) => {
      const summary = /^<summary>(.*)<\/summary>$/.exec(line)?.[1];
      return (
        line === '<details>' ||
        line === '<details open>' ||
        line === '</details>' ||
        marker.test(line) ||
        summaries.some((one) => summary !== undefined && one.test(summary))
      );
    });
  quietMarkdown(body, ownPages, ours);
  expect(Array.from(body).length).toBeLessThan(60_000);
}

describe('the body of a pull request', () => {
  it.each(Object.entries(variants))('is quiet: %s', (_, given) => quietBody(pullRequestBody(given)));

  it('is quiet, whatever is in it and whatever everything is called', () => {
    fc.assert(
      fc.property(facts, branches, branches, (given, fork, upstream) => {
        quietBody(pullRequestBody({ ...plainest, ...given, fork, upstream }));
      }),
      runs,
    );
  });

  it('is quiet without Markdown too, as the message of a squashed commit, but for what is ours', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const body = pullRequestBody({ ...plainest, ...given });
        const ours = body
          .replace(/\]\([^)]*\)|<https:[^>]*>|`POST [^`]*`|'https:[^']*'|<!-- \/?backstroke[^\n]*-->/g, '')
          .replace(/\(up to `\w{7}`\)/, '')
          .replace(/ in the merge `c{7}` of this fork/, '')
          .replace(/^c0ff\w{3} /gm, '');
        expect(noise(ours)).toEqual([]);
      }),
      runs,
    );
  });

  it('is told from what people write around it, whatever is in it', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const heads = { fork: plainest.baseSha, upstream: plainest.headSha, conflicting: Boolean(given.conflict) };
        const body = `Mine\n\n${pullRequestBody({ ...plainest, ...given })}\n\nMine, too`;
        expect(isStale(body, heads)).toBe(false);
        expect(isStale(body, { ...heads, upstream: 'd'.repeat(40) })).toBe(true);
        expect(withSection(body, 'Ours')).toBe('Mine\n\nOurs\n\nMine, too');
      }),
      runs,
    );
  });

  it('has one box of each kind, which nobody ticked, whatever is in it', () => {
    fc.assert(
      fc.property(facts, branches, branches, (given, fork, upstream) => {
        const body = pullRequestBody({ ...plainest, ...given, fork, upstream });
        expect([...tickedBoxes(body)]).toEqual([]);
        const there =
          body.match(/^- \[.\] <!-- backstroke:[^ ]+/gm)?.map((line) => line.slice('- [ ] <!-- backstroke:'.length)) ??
          [];
        const paths = [...(given.changes?.theirs.files ?? []), ...(given.changes?.own.files ?? [])];
        const cut = given.changes?.theirs.cut || given.changes?.own.cut;
        const second = cut || paths.some(isWorkflow) ? ['workflows'] : [];
        expect(there).toEqual(['sync', ...(given.conflict ? ['move', ...second] : [])]);
        expect(newlyTicked(body, body.replaceAll('- [ ] ', '- [x] '))).toEqual(there);
        expect(wishOf(body, body.replace('- [ ] <!-- backstroke:move', '- [x] <!-- backstroke:move'))?.box).toBe(
          given.conflict && second.length === 0 ? 'move' : undefined,
        );
      }),
      runs,
    );
  });

  it('once another is in its place is quiet but for the number of that one', () => {
    fc.assert(
      fc.property(branches, branches, (fork, upstream) => {
        const text = replacedText({ number: 8, branch: headBranch({ fork, upstream }) });
        expect(text.startsWith('**Replaced by #8**')).toBe(true);
        quietMarkdown(text.replace('#8', ''));
      }),
      runs,
    );
  });

  it('names nobody in its code that a reader would not see: the parser finds words there', () => {
    const { codes } = read(pullRequestBody(variants['with a release'] ?? plainest));
    expect(codes.some((code) => code.includes('＠ada in acme/rocket/pull/12'))).toBe(true);
  });
});

describe('what stands where GitHub reads no Markdown', () => {
  it('titles and messages of merge commits', () => {
    fc.assert(
      fc.property(branches, branches, fc.option(words), (fork, upstream, template) => {
        for (const text of [pullRequestTitle({ fork, upstream, template }), mergeMessage({ fork, upstream })]) {
          expect(noise(text)).toEqual([]);
          expect(text).not.toMatch(/[\n<>`]/);
        }
      }),
      runs,
    );
  });
});

describe('the reader of this test', () => {
  it.each(known.slice(0, 10))('hears %j', (text) => {
    expect(noise(text)).not.toEqual([]);
  });

  it('sees links, HTML and words where GitHub does, and none in code', () => {
    expect(read('[a](https://e.example) <b>c</b> `@d` www.f.example')).toEqual({
      texts: ['a', ' ', 'c', ' ', ' ', 'www.f.example'],
      links: ['https://e.example', 'http://www.f.example'],
      html: ['<b>', '</b>'],
      codes: ['@d'],
    });
    expect(read('```\n@a\n```\n\n    #1\n')).toMatchObject({ texts: [], codes: ['@a', '#1'] });
  });
});
