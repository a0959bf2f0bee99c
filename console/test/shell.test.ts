import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { accessibilityFaults, launchBrowser, openAs } from './browser.ts';
import { startDrillServer, type DrillServer } from './drill-server.ts';

let server: DrillServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([startDrillServer(), launchBrowser()]);
  await server.sendEvents(40, 'lumma');
});
// A browser keeps six connections to a server, and each page's stream holds one.
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
afterAll(async () => {
  await browser.close();
  await server.stop();
});

test('a deep link survives the sign-in, and the browser has nothing to complain about', async () => {
  const { page, complaints } = await openAs(browser, server.base, 'Clara Campana', '/nation/PL');
  await page.getByRole('heading', { level: 1, name: 'Poland' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/nation/PL');
  expect(complaints).toEqual([]);
});

test('events that arrive while one looks are told', async () => {
  const { page } = await openAs(browser, server.base, 'Clara Campana', '/programme');
  await server.sendEvents(7, 'lumma');
  await page.getByText('7 events arrived since you opened this page').waitFor();
});

test('keys: g n goes to the nations, ? lists the keys, Ctrl-K finds a nation', async () => {
  const { page } = await openAs(browser, server.base, 'Clara Campana', '/programme');
  await page.getByRole('heading', { level: 1, name: 'Programme' }).waitFor();
  await page.keyboard.press('g');
  await page.keyboard.press('n');
  await page.getByRole('heading', { level: 1, name: 'Nations' }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.keyboard.press('Control+k');
  // What is typed before the field has the focus goes nowhere.
  await page.waitForFunction(() => document.activeElement?.tagName === 'INPUT');
  await page.keyboard.type('estonia');
  await page.getByRole('dialog').getByText('Estonia', { exact: true }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Estonia' }).waitFor();
});

test('the map is walked by arrow keys, and its list has the same', async () => {
  const { page } = await openAs(browser, server.base, 'Clara Campana', '/programme');
  await page.getByRole('link', { name: /^Germany: / }).focus();
  await page.keyboard.press('ArrowLeft');
  const name = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  expect(name).toMatch(/^(Luxembourg|Belgium|Netherlands|France): /);
  await page.getByRole('button', { name: 'Show list' }).click();
  expect(
    await page
      .getByRole('row')
      .filter({ has: page.getByRole('link') })
      .count(),
  ).toBeGreaterThanOrEqual(44);
});

test('a provider sees its own networks, and no page of the operator', async () => {
  const { page } = await openAs(browser, server.base, 'Zofia Kurant', '/');
  await page.getByRole('heading', { level: 1, name: 'Example Access Poland' }).waitFor();
  expect(await page.getByRole('link', { name: 'Programme' }).count()).toBe(0);
});

test('signing out ends the session', async () => {
  const { page } = await openAs(browser, server.base, 'Tomasz Dzwon', '/nation');
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('heading', { level: 1, name: /^Sign in/ }).waitFor();
  await page.goto(`${server.base}/nation`);
  await page.getByRole('heading', { level: 1, name: /^Sign in/ }).waitFor();
});

test.each(['light', 'dark'] as const)('no serious accessibility fault in %s', async (colorScheme) => {
  const { page } = await openAs(browser, server.base, 'Clara Campana', '/programme');
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  for (const path of ['/programme', '/nation/PL']) {
    await page.goto(server.base + path);
    await page.getByRole('region', { name: 'In numbers' }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  }
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
});
