/** Whatever a file, a name or upstream says: a check run mentions, references and links nothing. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { configPath } from '../../../src/core/config/file.ts';
import { parseForkConfig, parseOwnerConfig } from '../../../src/core/config/parse.ts';
import { upstreamProblem } from '../../../src/core/config/upstream.ts';
import { reasons } from '../../../src/core/reason.ts';
import { branchesTold, goodDefaults, goodFile, invalidFile } from '../../../src/core/text/config-check.ts';
import { hostile, hostileBranch } from './hostile.ts';
import { faults, parse } from './markdown.ts';

const harmless = (markdown: string) => {
  const parsed = parse(markdown);
  expect(faults(parsed.text)).toEqual([]);
  expect({ links: parsed.links, blocks: parsed.blocks }).toEqual({ links: [], blocks: [] });
  expect(Buffer.byteLength(markdown)).toBeLessThan(65_536);
};

it('mentions, references and links nothing where it has problems', () => {
  const shaped = hostile.map((text) => {
    const entries = [`from: ${JSON.stringify(text)}`, `*${text}`, `!${text} x`, `&${text} y`, `1.${text}`, text];
    const branches = entries.map((entry) => `  - ${entry}\n`).join('');
    return `branches:\n${branches}${text}: 1\nupstream: ${text}\n`;
  });
  fc.assert(
    fc.property(fc.oneof(hostile, shaped), fc.constantFrom(parseForkConfig, parseOwnerConfig), (text, read) => {
      const parsed = read(text);
      if (parsed.valid) return;
      harmless(invalidFile({ path: configPath, defaultBranch: text, inUse: false }, parsed.problems, 'file').summary);
      for (const { message } of parsed.problems) harmless(message);
    }),
    { numRuns: 200 },
  );
});

it('mentions, references and links nothing where it tells of branches', () => {
  fc.assert(
    fc.property(hostileBranch, hostile, fc.constantFrom(...reasons), fc.boolean(), (names, text, reason, open) => {
      const pull = open ? { number: 7, url: `https://github.com/${text}` } : null;
      const one = { forkBranch: text, upstream: names, plan: { reason, missing: 12_345_678, pull } };
      const branches = Array.from({ length: branchesTold }, () => one);
      harmless(
        goodFile(
          { path: configPath, defaultBranch: text, inUse: false },
          { kind: 'valid', enabled: true, branches, more: 3, merges: ['squash', 'rebase'], problems: [] },
        ).summary,
      );
      harmless(
        goodDefaults({ path: configPath, defaultBranch: text, inUse: false }, 'valid', {
          owner: names.owner,
          merges: ['squash'],
        }).summary,
      );
    }),
    { numRuns: 200 },
  );
});

it('names an upstream that cannot be followed as it may be written', () => {
  const problem = upstreamProblem({ owner: 'o-_x', name: 'deadbeef.www.example' }, () => ({
    line: 2,
    column: 3,
  }));
  expect(problem).toMatchObject({ path: 'upstream', line: 2, column: 3 });
  harmless(problem.message);
});
