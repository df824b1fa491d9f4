import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { executablePath, launch, looks, looksRight, person, signIn } from './browser.ts';
import { type FleetScene, fleetScene } from './fleet-scene.ts';

const database = testDatabase();
let scene: FleetScene;
let browser: Browser;

beforeAll(async () => {
  if (!executablePath) return;
  [scene, browser] = await Promise.all([fleetScene(database), launch()]);
});
afterAll(async () => {
  await browser?.close();
  await scene?.stop();
});

describe.skipIf(!executablePath)('the fleet', () => {
  it.each(Object.entries(looks))('looks right: %s', async (name, look) => {
    const octo = await person(browser, scene.url, look);
    await octo.page.goto('/');
    await looksRight(octo, `welcome-${name}`);
    await signIn(octo, 'octo');
    const before = octo.bytes();
    await octo.page.goto('/');
    await looksRight(octo, `fleet-${name}`);
    expect(octo.bytes() - before).toBeLessThan(150 * 1024);
    await octo.context.close();
  });
});
