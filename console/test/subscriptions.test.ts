import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { startReceiver } from '../../server/test/webhook-receiver.ts';
import { accessibilityFaults, launchBrowser, openSignedIn } from './browser.ts';
import { startDrillServer, type DrillServer } from './drill-server.ts';

let server: DrillServer;
let browser: Browser;
let receiver: Awaited<ReturnType<typeof startReceiver>>;
const operator = 'operator-analyst';

beforeAll(async () => {
  // A drill reaches only what it is told to.
  process.env['TOCSIN_OUTBOUND_ALLOW'] = '127.0.0.1';
  [server, browser, receiver] = await Promise.all([startDrillServer(), launchBrowser(), startReceiver()]);
});
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
afterAll(async () => {
  delete process.env['TOCSIN_OUTBOUND_ALLOW'];
  await browser.close();
  await server.stop();
  await receiver.close();
});

test('a webhook is made, tested, delivers, fails, is replayed and paused', async () => {
  const { page, complaints } = await openSignedIn(browser, server.base, operator, '/subscriptions');
  await page.getByText('Nothing is sent by itself').waitFor();
  await page.getByRole('button', { name: 'Subscribe' }).click();
  const form = page.getByRole('dialog', { name: 'Subscribe' });
  await form.getByLabel('Name').fill('siem');
  await form.getByLabel('Address of the receiver').fill('https://10.0.0.1/');
  await form.getByRole('button', { name: 'Subscribe' }).click();
  await form.getByText('That destination is not reached from here').waitFor();
  await form.getByLabel('Address of the receiver').fill(receiver.url);
  await form.getByRole('button', { name: 'Subscribe' }).click();
  const secret = page.getByRole('dialog', { name: 'Signing secret' });
  await secret.getByText(/^whsec_/).waitFor();
  await secret.getByRole('button', { name: 'I have kept it' }).click();

  await page.getByRole('grid').getByRole('row').filter({ hasText: 'siem' }).click();
  await page.getByRole('heading', { level: 1, name: 'siem' }).waitFor();
  await page.getByRole('button', { name: 'Send test' }).click();
  await page.getByText('The test was delivered.').waitFor();
  expect(receiver.received.map(({ json }) => json.type)).toEqual(['test']);

  await server.sendEvents(3, 'qakbot');
  await vi.waitFor(() => expect(receiver.taken()).toHaveLength(3), { timeout: 20_000 });

  receiver.answerWith(() => 410);
  await server.sendEvents(1, 'qakbot');
  await vi.waitFor(() => expect(receiver.received).toHaveLength(3), { timeout: 20_000 });
  await page.reload();
  await page.getByText('Disabled', { exact: true }).waitFor();
  await page.getByText('The receiver answers 410').first().waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);

  receiver.answerWith(() => 204);
  await page.getByRole('button', { name: 'Resume' }).click();
  await vi.waitFor(() => expect(receiver.taken()).toHaveLength(4), { timeout: 20_000 });
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByText('siem is paused.').waitFor();
  await page.getByText('Paused', { exact: true }).waitFor();
  // The answer to the refused form.
  expect(complaints.filter((complaint) => !complaint.includes('400'))).toEqual([]);
});

test('the list fits a phone, and nobody else’s subscription is in it', async () => {
  const { page, complaints } = await openSignedIn(browser, server.base, operator, '/subscriptions');
  await page.getByText('1 subscription', { exact: true }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByText('siem').first().waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(complaints).toEqual([]);
  const other = await openSignedIn(browser, server.base, 'pl-duty', '/subscriptions');
  await other.page.getByText('Nothing is sent by itself').waitFor();
});
