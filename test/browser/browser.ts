/** Pages of web as a browser shows them, in a real Chromium. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';

export const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  existsSync,
);
const screenshots = process.env.SCREENSHOTS;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

function launch(): Promise<Browser> {
  return chromium.launch({ ...(executablePath ? { executablePath } : {}), args: ['--no-sandbox'] });
}

/** A browser for the tests of a file, and what it looks at. Without a browser on this machine neither is started. */
export function inBrowser<T extends { stop: () => Promise<unknown> }>(start: () => Promise<T>) {
  const here = {} as { browser: Browser; at: T };
  beforeAll(async () => {
    if (executablePath) [here.at, here.browser] = await Promise.all([start(), launch()]);
  });
  afterAll(async () => {
    await here.browser?.close();
    await here.at?.stop();
  });
  return here;
}

/** How people look at pages. */
export const looks = {
  desktop: { viewport: { width: 1280, height: 900 } },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  phone: { viewport: { width: 360, height: 740 }, hasTouch: true },
} satisfies Record<string, BrowserContextOptions>;
/** A window whose pictures README shows. */
export const readme = { viewport: { width: 1040, height: 880 } } satisfies BrowserContextOptions;

/** A browser of one person's. It fails the test when a page logs an error, breaks its own policy, or asks anybody but us. */
export async function person(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Person> {
  const context = await browser.newContext({ ...looks.desktop, ...options, baseURL: url });
  // As long as `eventually` does.
  context.setDefaultTimeout(60_000);
  const complaints: string[] = [];
  const loading: Promise<number>[] = [];
  const pages = new Set<string>();
  context.on('console', (message) => {
    const { url: at } = message.location();
    // The browser logs a page that is answered with 4xx, such as a form with what is wrong in it, as it does a missing file.
    const refused = pages.has(at) && message.text().startsWith('Failed to load resource: the server responded with a');
    if (message.type() === 'error' && at.startsWith(url) && !refused) complaints.push(message.text());
  });
  context.on('weberror', (error) => complaints.push(String(error.error())));
  context.on('request', (request) => {
    if (request.isNavigationRequest()) pages.add(request.url());
    const ours = request.frame().url().startsWith(url);
    if (ours && !request.isNavigationRequest() && !request.url().startsWith(url))
      complaints.push(`asks ${request.url()}`);
  });
  context.on('response', (response) => {
    const length = response.body().then(
      (body) => body.length,
      () => 0,
    );
    loading.push(length);
  });
  const bytes = async () => (await Promise.all(loading)).reduce((sum, one) => sum + one, 0);
  return { context, complaints, bytes, page: await context.newPage() };
}

export interface Person {
  context: BrowserContext;
  page: Page;
  /** What is wrong with the pages seen so far. */
  complaints: string[];
  /** Of all answers so far, before compression. */
  bytes: () => Promise<number>;
}

/** Signs in at the sandbox, which asks who one is. */
export async function signIn({ page }: Person, login: string): Promise<void> {
  await page.goto('/login');
  await page.getByRole('link', { name: login, exact: true }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

interface Violation {
  id: string;
  impact: string | null;
  nodes: { html: string; failureSummary: string }[];
}

/** Nothing that keeps people from reading or using this page, nothing over its edge; `SCREENSHOTS=folder` keeps a picture. */
export async function looksRight({ page, complaints }: Person, name: string): Promise<void> {
  await picture(page, name);
  await page.evaluate(axe);
  const violations = await page.evaluate<Violation[]>('axe.run().then((result) => result.violations)');
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const said = serious.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => html + failureSummary)}`,
  );
  expect(said, name).toEqual([]);
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), `${name} over the edge`).toBe(0);
  expect(complaints, name).toEqual([]);
}

/** For people to look at, with `SCREENSHOTS=folder`; those for README are of a window, not of all there is. Where scripts are off this is all: axe is one. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!screenshots) return;
  mkdirSync(screenshots, { recursive: true });
  await page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: !name.startsWith('readme-') });
}
