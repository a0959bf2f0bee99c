import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { accessibilityFaults, launchBrowser, openSignedIn } from './browser.ts';
import { startDrillServer, type DrillServer } from './drill-server.ts';
import { addresses, event, send } from './send.ts';

let server: DrillServer;
let browser: Browser;
const duty = 'pl-duty';
const operator = 'operator-lead';

beforeAll(async () => {
  [server, browser] = await Promise.all([startDrillServer(), launchBrowser()]);
  await send(server, [
    event(addresses.poland, { extra: { user_agent: '<b>bold</b>' } }),
    event(addresses.polandShared, { family: 'mirai' }),
    event(addresses.estonia),
    event(addresses.nobody, { family: 'sality' }),
    ...Array.from({ length: 400 }, () => event('198.18.161.7', { family: 'qakbot', class: 'scanner' })),
  ]);
});
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const grid = (page: Page) => page.getByRole('grid');
const rowWith = (page: Page, text: string) => grid(page).getByRole('row').filter({ hasText: text });
const defanged = (address: string) => address.replace(/\.(\d+)$/, '[.]$1');

test('an org sees the events of its own constituency and no others', async () => {
  const { page, complaints } = await openSignedIn(browser, server.base, duty, '/events');
  await page.getByText('200 of 402 events').waitFor();
  await page.goto(`${server.base}/events?q=${addresses.poland}`);
  await rowWith(page, defanged(addresses.poland)).waitFor();
  await page.goto(`${server.base}/events?q=${addresses.estonia}`);
  await page.getByText('No event fits these filters').waitFor();
  expect(complaints).toEqual([]);
});

test('filters live in the URL: a facet sets it, a link restores it, a chip takes it back', async () => {
  const { page } = await openSignedIn(browser, server.base, duty, '/events');
  await page.getByRole('checkbox', { name: /^mirai/ }).check();
  await page.getByText('1 event', { exact: true }).waitFor();
  expect(new URL(page.url()).search).toBe('?family=mirai');
  await page.goto(`${server.base}/events?family=mirai&family=lumma`);
  await page.getByText('2 events', { exact: true }).waitFor();
  await page.getByRole('button', { name: /Remove filter Family lumma/ }).click();
  await page.getByText('1 event', { exact: true }).waitFor();
});

test('far down a long list rows are loaded as one goes', async () => {
  const { page } = await openSignedIn(browser, server.base, duty, '/events?family=qakbot');
  await page.getByText('200 of 400 events').waitFor();
  await grid(page).focus();
  await page.keyboard.press('End');
  await page.getByText('400 events', { exact: true }).waitFor();
  expect(await grid(page).getByRole('row').count()).toBeLessThan(80);
});

test('new events wait until one wants them', async () => {
  const { page } = await openSignedIn(browser, server.base, duty, '/events?family=mirai');
  await rowWith(page, defanged(addresses.polandShared)).waitFor();
  await send(server, [event(addresses.poland, { family: 'mirai' }), event(addresses.poland, { family: 'andromeda' })]);
  await page.getByRole('button', { name: '1 new event' }).click();
  await page.getByText('2 events', { exact: true }).waitFor();
});

test('by keys alone: an event says why one got it, with what the source said as text, and leads to its host', async () => {
  const { page, complaints } = await openSignedIn(
    browser,
    server.base,
    duty,
    `/events?address=${addresses.poland}&family=lumma`,
  );
  await rowWith(page, defanged(addresses.poland)).waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  const drawer = page.getByRole('dialog', { name: 'Event' });
  await drawer.getByText('The address or name belongs to Poland').waitFor();
  await drawer.getByText('governments and providers that it concerns (TLP:AMBER)').waitFor();
  await drawer.getByText('<b>bold</b>').waitFor();
  const link = page.url();
  await page.keyboard.press('Escape');
  await drawer.waitFor({ state: 'hidden' });
  await page.goto(link);
  await drawer.getByRole('link', { name: 'Host and its episodes' }).press('Enter');
  await page.getByRole('heading', { level: 1, name: `Host ${defanged(addresses.poland)}` }).waitFor();
  await page.getByText('Episode 1').waitFor();
  expect(complaints).toEqual([]);
});

test('the operator has a queue of what concerned nobody', async () => {
  const { page } = await openSignedIn(browser, server.base, operator, '/events');
  await page.getByRole('switch', { name: 'Unrouted' }).check({ force: true });
  await rowWith(page, defanged(addresses.nobody)).first().click();
  await page.getByRole('dialog', { name: 'Event' }).getByText('Nobody gets this event').waitFor();
});

test('episodes: three totals apart, and a shared address says what the provider needs', async () => {
  const { page } = await openSignedIn(
    browser,
    server.base,
    duty,
    `/hosts?family=mirai&address=${addresses.polandShared}`,
  );
  const totals = page.getByRole('group', { name: 'Totals of this list' });
  await totals.getByText('1 episode').waitFor();
  await rowWith(page, 'Opened').click();
  await page.getByRole('heading', { level: 1, name: `Host ${defanged(addresses.polandShared)}` }).waitFor();
  await page.getByRole('region', { name: 'Episodes' }).getByText('1 event').waitFor();
});

test.each(['light', 'dark'] as const)('no serious accessibility fault in %s', async (colorScheme) => {
  const { page } = await openSignedIn(browser, server.base, duty, '/events');
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  for (const path of ['/events?family=lumma', '/events?family=nothing-has-it', '/hosts']) {
    await page.goto(server.base + path);
    await page
      .getByText(/^\d[\d,]* (of [\d,]+ )?(events|event|episodes)$/)
      .first()
      .waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
  }
  await rowWith(page, 'Opened').first().click();
  await page.getByText('Episode 1').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
});
