import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { accessibilityFaults, launchBrowser, openSignedIn } from './browser.ts';
import { startDrillServer, type DrillServer } from './drill-server.ts';

let server: DrillServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([startDrillServer(), launchBrowser()]);
  await server.sendEvents(5, 'lumma');
});
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
afterAll(async () => {
  await browser.close();
  await server.stop();
});

test('what was done is listed, narrowed and verified, and the page obeys its policy', async () => {
  const { page, complaints } = await openSignedIn(browser, server.base, 'operator-lead', '/audit');
  await page.getByRole('heading', { level: 1, name: 'Audit' }).waitFor();
  await page.getByText('org.create').first().waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Verify' }).click();
  await page.getByRole('heading', { name: /^Sound: \d/ }).waitFor();
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  const link = page.getByRole('menuitem', { name: 'Export to verify (NDJSON)' });
  expect(await link.getAttribute('href')).toBe('/api/audit/logs/audit/export?format=ndjson');
  await page.keyboard.press('Escape');
  await page.goto(`${server.base}/audit?action=session.open`);
  await page.getByText('session.open').first().waitFor();
  expect(await page.getByText('org.create').count()).toBe(0);
  expect(complaints).toEqual([]);
});

test('a nation sees who saw its data', async () => {
  const operator = await openSignedIn(browser, server.base, 'operator-lead', '/events');
  await operator.page.getByText('lumma').first().waitFor();
  const { page } = await openSignedIn(browser, server.base, 'pl-duty', '/audit?log=seen');
  await expect
    .poll(async () => {
      await page.reload();
      const row = page.getByText('org/operator').first();
      return row.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      );
    })
    .toBe(true);
});
