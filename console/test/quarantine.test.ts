import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { accessibilityFaults, launchBrowser, openSignedIn } from './browser.ts';
import { startDrillServer, type DrillServer } from './drill-server.ts';
import { addresses, event, send } from './send.ts';

let server: DrillServer;
let browser: Browser;
const operator = 'operator-analyst';

beforeAll(async () => {
  [server, browser] = await Promise.all([startDrillServer(), launchBrowser()]);
});
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const rows = (page: Page) => page.getByRole('grid').getByRole('row');
const heading = (page: Page, name: RegExp) => page.getByRole('heading', { level: 1, name });

test('an empty quarantine says that nothing was refused', async () => {
  const { page } = await openSignedIn(browser, server.base, operator, '/quarantine');
  await page.getByText('Nothing was refused').waitFor();
});

test('a refused record is corrected and replayed: where it went wrong, what was changed, what became of it', async () => {
  await send(server, [event(addresses.poland, { port: 99_999, extra: { note: '<img src=x>' } })]);
  const { page, complaints } = await openSignedIn(browser, server.base, operator, '/quarantine');
  await rows(page).filter({ hasText: 'The port is no number' }).click();
  await heading(page, /^Refused record/).waitFor();
  expect(await page.locator('mark').textContent()).toBe('99999');
  const editor = page.getByLabel('Record to send');
  await editor.fill((await editor.inputValue()).replace('99999', '443'));
  expect(await page.locator('del').allTextContents()).toEqual(['99999']);
  expect(await page.locator('ins').allTextContents()).toEqual(['443']);
  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  await page.getByText('Accepted: it is an event now').waitFor();
  await page.getByText('Replayed', { exact: true }).waitFor();
  await page.goto(`${server.base}/events?port=443`);
  await page.getByText('1 event', { exact: true }).waitFor();
  expect(complaints).toEqual([]);
});

test('many are discarded after a preview, and taken back', async () => {
  await send(server, [event('nowhere'), event(addresses.poland, { class: 7 }), 'no json']);
  const { page } = await openSignedIn(browser, server.base, operator, '/quarantine');
  await page.getByText('3 records', { exact: true }).waitFor();
  await page.getByLabel('Select all rows shown').check();
  await page.getByRole('button', { name: 'Discard' }).click();
  const dialog = page.getByRole('dialog', { name: 'Discard 3 records?' });
  await dialog.getByText('The address is no IPv4 or IPv6 address.').waitFor();
  await dialog.getByRole('button', { name: 'Discard' }).click();
  await page
    .getByText('Nothing was refused')
    .or(page.getByText('0 records', { exact: true }))
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('3 records', { exact: true }).waitFor();
});

test('a receipt accounts for every record, with samples of what was filtered', async () => {
  const receipt = await send(server, [event(addresses.poland), event('10.0.0.1'), 'never a record']);
  const { page } = await openSignedIn(browser, server.base, operator, '/quarantine/batches');
  await rows(page).nth(1).click();
  await heading(page, new RegExp(`Receipt of batch ${receipt.batch}`)).waitFor();
  await page.getByText('1 + 0 + 1 + 1 = 3: the totals reconcile.').waitFor();
  await page.getByText('Samples').click();
  await page.getByText('"address":"10.0.0.1"').waitFor();
  await page.getByRole('link', { name: 'The record is not valid JSON.' }).click();
  await rows(page).filter({ hasText: 'never a record' }).waitFor();
});

test('who is not the operator reads, and decides nothing', async () => {
  const { page } = await openSignedIn(browser, server.base, 'pl-duty', '/quarantine');
  await page.getByText('Nothing was refused').waitFor();
  expect(await page.getByLabel('Select all rows shown').count()).toBe(0);
});

test.each(['light', 'dark'] as const)('no serious accessibility fault in %s', async (colorScheme) => {
  await send(server, [event('nobody knows')]);
  const { page } = await openSignedIn(browser, server.base, operator, '/quarantine?state=all');
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await rows(page).nth(1).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await rows(page).nth(1).click();
  await heading(page, /^Refused record/).waitFor();
  await page.getByLabel('Record to send').fill('{"changed":true}');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.goto(`${server.base}/quarantine/batches`);
  await rows(page).nth(1).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await rows(page).nth(1).click();
  await page.getByText('the totals reconcile').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
});
