/**
 * The bodies of pull requests as a browser shows them, in GitHub's own style sheet: nothing runs over the edge, and what
 * is folded away stays so. `SCREENSHOTS=folder` keeps the pictures.
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pullRequestBody } from '../../src/core/text/pull-request.ts';
import { variants } from '../core/text/bodies.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
const style = readFileSync(createRequire(import.meta.url).resolve('github-markdown-css/github-markdown-light.css'));
const screenshots = process.env.SCREENSHOTS;

let browser: Browser;
beforeAll(async () => {
  if (executablePath) browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
});
afterAll(() => browser?.close());

/** GitHub shows the body of a pull request this wide, and on a telephone. */
const widths = [860, 360];

function page(markdown: string): string {
  const html = micromark(markdown, {
    allowDangerousHtml: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  });
  return `<!doctype html><meta charset="utf-8"><style>${style}body{margin:16px}</style><article class="markdown-body">${html}</article>`;
}

describe.skipIf(!executablePath)('a body', () => {
  it.each(Object.entries(variants).flatMap(([name, facts]) => widths.map((width) => ({ name, facts, width }))))(
    '$name, $width pixels wide',
    async ({ name, facts, width }) => {
      const tab = await browser.newPage({ viewport: { width, height: 800 } });
      await tab.setContent(page(pullRequestBody(facts)));
      const seen = await tab.evaluate(
        `({ over: document.documentElement.scrollWidth - innerWidth, text: document.body.innerText, open: document.querySelectorAll('details[open]').length, boxes: document.querySelectorAll('li > input[type=checkbox]').length })`,
      );
      if (screenshots) {
        mkdirSync(screenshots, { recursive: true });
        await tab.screenshot({ path: join(screenshots, `${name.replace(/\W+/g, '-')}-${width}.png`), fullPage: true });
        await tab.evaluate(`document.querySelectorAll('details').forEach((each) => { each.open = true; })`);
        const path = join(screenshots, `${name.replace(/\W+/g, '-')}-${width}-open.png`);
        await tab.screenshot({ path, fullPage: true });
      }
      await tab.close();
      expect(seen).toMatchObject({ over: 0, open: facts.conflict ? 1 : 0 });
      const hidden = facts.conflict ? /backstroke\S* -->|\*\*|`/ : /backstroke\S* -->|git merge|\*\*|`/;
      expect(seen).toMatchObject({ text: expect.not.stringMatching(hidden) });
      // With conflicts that can be resolved in the fork there is one more.
      expect(seen).toMatchObject({ boxes: facts.conflict ? 2 : 1 });
    },
  );
});
