import { routes } from '@tocsin/api';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { accessibilityFaults, launchBrowser, openSignedIn } from './browser.ts';
import { startDrillServer, type DrillServer } from './drill-server.ts';

let server: DrillServer;
let browser: Browser;
const id = (type: string, n: number) => `${type}--00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const green = 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb';
const strict = 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003';
const made = (type: string, n: number, change: object = {}, marking = green) => ({
  type,
  id: id(type, n),
  spec_version: '2.1',
  created: '2026-01-01T00:00:00.000Z',
  modified: '2026-01-01T00:00:00.000Z',
  object_marking_refs: [marking],
  ...change,
});
const relation = (n: number, from: string, type: string, to: string) =>
  made('relationship', n, { relationship_type: type, source_ref: from, target_ref: to });
const technique = (n: number, name: string, code: string, phase: string) =>
  made('attack-pattern', n, {
    name,
    kill_chain_phases: [{ kill_chain_name: 'mitre-attack', phase_name: phase }],
    external_references: [{ source_name: 'mitre-attack', external_id: code }],
  });
const actor = id('intrusion-set', 1);
const objects = [
  made('intrusion-set', 1, { name: 'Brass Heron', aliases: ['Grey Stork'] }),
  made('malware', 3, { name: 'Brassbell', is_family: true }),
  made('campaign', 4, { name: 'Unseen campaign' }, strict),
  technique(5, 'Spearphishing Link', 'T1566.002', 'initial-access'),
  technique(6, 'Archive Collected Data', 'T1560', 'collection'),
  relation(10, actor, 'uses', id('malware', 3)),
  relation(11, id('campaign', 4), 'attributed-to', actor),
  relation(12, actor, 'uses', id('attack-pattern', 5)),
  relation(13, id('malware', 3), 'uses', id('attack-pattern', 6)),
];

beforeAll(async () => {
  [server, browser] = await Promise.all([startDrillServer(), launchBrowser()]);
  await server.operator.call(routes.createObjects, {
    raw: objects.map((object) => JSON.stringify(object)).join('\n'),
    headers: { 'content-type': 'application/x-ndjson' },
  });
  await server.operator.call(routes.releaseObjects, {
    body: { ids: objects.map((object) => object.id), terms: {}, urgent: true },
  });
});
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const fits = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);
const openTab = (persona: string, of: string, tab: string) =>
  openSignedIn(browser, server.base, persona, `/intelligence/objects/${of}/${tab}`);

test('relations: by keyboard alone through the graph, and as a table; what the reader has not is not there', async () => {
  const { page, complaints } = await openTab('pl-duty', actor, 'relations');
  await page.getByText('3 objects, 2 connections.').waitFor();
  expect(await page.getByText('Unseen campaign').count()).toBe(0);
  const graph = page.getByRole('application', { name: 'Graph of what surrounds Brass Heron' });
  await graph.locator('canvas').first().waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  const chosen = page.getByRole('region', { name: 'Chosen object' });
  await graph.focus();
  await chosen.getByText('uses → Brassbell').waitFor();
  while (!(await chosen.getByRole('status').getByText('Brassbell', { exact: true }).isVisible()))
    await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Space');
  await page.getByText('4 objects, 3 connections.').waitFor();
  await page.getByRole('button', { name: 'As a table' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('row').filter({ hasText: 'Archive Collected Data' }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'As a graph' }).click();
  await graph.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: /Brassbell|Spearphishing Link/ }).waitFor();
  // Nothing was noted of it before: 404.
  expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
});

test('the owner sees two steps at once; every tab is a URL of its own and fits a phone', async () => {
  const { page, complaints } = await openTab('operator-analyst', actor, 'relations?depth=2&view=table');
  await page.getByRole('row').filter({ hasText: 'Unseen campaign' }).waitFor();
  await page.getByRole('row').filter({ hasText: 'Archive Collected Data' }).waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  const tabs = page.getByRole('navigation', { name: 'Parts of the object' }).getByRole('link');
  for (const href of await tabs.evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))) {
    await page.goto(server.base + href);
    await page.getByRole('heading', { level: 1, name: 'Brass Heron' }).waitFor();
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    expect([href, await fits(page)]).toEqual([href, true]);
    expect([href, await accessibilityFaults(page)]).toEqual([href, []]);
  }
  expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
});
