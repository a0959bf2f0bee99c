import { createClient, routes, type Client } from '@tocsin/api';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { accessibilityFaults, launchBrowser, openSignedIn } from './browser.ts';
import { startDrillServer, type DrillServer } from './drill-server.ts';

let server: DrillServer;
let browser: Browser;
let poland: Client;
const operator = 'operator-analyst';
const id = (type: string, n: number) => `${type}--00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const green = 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb';
const strict = 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003';
const common = { spec_version: '2.1', created: '2026-01-01T00:00:00.000Z', modified: '2026-01-01T00:00:00.000Z' };
const indicator = (n: number, name: string) => ({
  ...common,
  type: 'indicator',
  id: id('indicator', n),
  name,
  description: 'Seen by two members.',
  pattern: `[domain-name:value = 'c2-${n}.example.org']`,
  pattern_type: 'stix',
  valid_from: '2026-01-01T00:00:00Z',
  object_marking_refs: [green],
});
const report = {
  ...common,
  type: 'report',
  id: id('report', 9),
  name: 'A stealer on the move',
  description: 'The whole story',
  published: '2026-01-01T00:00:00Z',
  object_refs: [id('indicator', 1)],
  object_marking_refs: [green],
  granular_markings: [{ marking_ref: strict, selectors: ['description'] }],
};

beforeAll(async () => {
  [server, browser] = await Promise.all([startDrillServer(), launchBrowser()]);
  const { secret } = await server.operator.call(routes.createToken, {
    body: { org: 'csirt-pl', name: 'test', scopes: ['objects:read', 'objects:write'] },
  });
  poland = createClient({ baseUrl: server.base, token: secret });
});
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const row = (page: Page, text: string) => page.getByRole('grid').getByRole('row').filter({ hasText: text });
const fits = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth);

test('a bundle is imported with an outcome for each object, and released after a preview; for a minute it can be undone', async () => {
  const { page, complaints } = await openSignedIn(browser, server.base, operator, '/intelligence');
  await page.getByText('Nothing is shared with you yet').waitFor();
  await page.getByRole('button', { name: 'Import' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import STIX objects' });
  const objects = [indicator(1, 'Beacon of the stealer'), report, { type: 'indicator', id: id('indicator', 3) }];
  await dialog
    .getByLabel('Or paste')
    .fill(JSON.stringify({ type: 'bundle', id: id('bundle', 1), objects }, undefined, 1));
  await dialog.getByRole('button', { name: 'Import as drafts' }).click();
  await dialog.getByText('Refused').first().waitFor();
  await dialog
    .getByText(/STIX 2.1, section/)
    .first()
    .waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await dialog.getByRole('link', { name: 'To the drafts' }).click();

  await row(page, 'A stealer on the move').getByRole('checkbox').click();
  await row(page, 'Beacon of the stealer').getByRole('checkbox').click();
  await page.getByRole('button', { name: 'Release' }).click();
  const release = page.getByRole('dialog', { name: 'Release 2 objects' });
  await release.getByText('Example CSIRT Poland').waitFor();
  await release.getByText('2 of 2 objects, without description').first().waitFor();
  await release.getByText('GREEN: for every enrolled organisation.').first().waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);

  await release.getByText('Embargo, exceptions, RED').click();
  await release.getByRole('combobox', { name: 'Never to' }).fill('Access');
  await page.getByRole('option', { name: 'Example Access Poland' }).click();
  await page.keyboard.press('Tab');
  await release.getByText('Will not 1').click();
  await release.getByText('The release names it among those who do not get it.').waitFor();
  await release.getByRole('combobox', { name: 'Named organisations' }).fill('CSIRT');
  await page.getByRole('option', { name: 'Example CSIRT Poland' }).click();
  await page.keyboard.press('Tab');
  await release.getByText('Will see it 2').click();
  await release.getByText('2 of 2 objects, whole').first().waitFor();
  await release.getByRole('button', { name: 'Release', exact: true }).click();
  await page.getByText('2 objects will be released in a minute.').waitFor();
  await row(page, 'Beacon of the stealer').getByText('Released within a minute').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Taken back before anybody saw it.').waitFor();
  await row(page, 'Beacon of the stealer').getByText('Draft', { exact: true }).waitFor();
  expect((await poland.call(routes.objects)).objects).toEqual([]);
  expect(complaints).toEqual([]);
});

test('its owner sees who has it and why, and takes it back; a nation keeps its own verdict', async () => {
  const terms = { exclusions: ['pl-access'] };
  await server.operator.call(routes.releaseObjects, {
    body: { ids: [report.id, id('indicator', 1)], terms, urgent: true },
  });
  const nation = await openSignedIn(browser, server.base, 'pl-duty', '/intelligence?type=report');
  await nation.page.getByText('1 object', { exact: true }).waitFor();
  await row(nation.page, 'A stealer on the move').getByText('For all members').waitFor();
  expect(await accessibilityFaults(nation.page)).toEqual([]);
  await row(nation.page, 'A stealer on the move').click();
  await nation.page.getByRole('heading', { level: 1, name: 'A stealer on the move' }).waitFor();
  const parts = nation.page.getByRole('navigation', { name: 'Parts of the object' });
  await parts.getByRole('link', { name: 'Audience' }).click();
  await nation.page.getByText('GREEN: for every enrolled organisation.').waitFor();
  await parts.getByRole('link', { name: 'Overview' }).click();
  await nation.page.getByRole('combobox', { name: 'Verdict' }).waitFor();
  expect(await nation.page.getByText('The whole story').count()).toBe(0);
  expect(await nation.page.getByRole('button', { name: 'Withdraw' }).count()).toBe(0);
  await nation.page.getByRole('combobox', { name: 'Verdict' }).click();
  await nation.page.getByRole('option', { name: 'Malicious' }).click();
  await nation.page.getByLabel('Note').fill('blocked at the border');
  await nation.page.getByRole('button', { name: 'Keep' }).click();
  await nation.page.getByText('Kept for your organisation.').waitFor();
  expect(await poland.call(routes.overlay, { params: { id: report.id } })).toMatchObject({ verdict: 'malicious' });
  expect(await accessibilityFaults(nation.page)).toEqual([]);
  // Nothing was noted before: 404.
  expect(nation.complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);

  await nation.page.getByRole('link', { name: id('indicator', 1) }).click();
  await nation.page.getByText(`c2-1[.]example[.]org`).first().waitFor();

  const { page } = await openSignedIn(browser, server.base, operator, `/intelligence/objects/${report.id}`);
  await page.getByText('The whole story').waitFor();
  expect(await page.getByText('blocked at the border').count()).toBe(0);
  await page.getByRole('navigation', { name: 'Parts of the object' }).getByRole('link', { name: 'Audience' }).click();
  await page.getByRole('button', { name: 'Who may see it?' }).click();
  await page.getByText('2 of 3 organisations have it.').waitFor();
  await page.getByRole('combobox', { name: 'Why, or why not?' }).fill('Access');
  await page.getByRole('option', { name: 'Example Access Poland' }).click();
  await page.getByText('The release names it among those who do not get it.').first().waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await fits(page)).toBe(true);
  await page.getByRole('button', { name: 'Withdraw' }).click();
  const confirm = page.getByRole('dialog');
  await confirm.getByText('Everybody who has it is told to delete it').waitFor();
  await confirm.getByRole('button', { name: 'Withdraw' }).click();
  await page.getByText('A stealer on the move is withdrawn.').waitFor();
  await expect(poland.call(routes.object, { params: { id: report.id } })).rejects.toThrow();
});

test('a group by blueprint shows whom it describes, and a member that it belongs to it', async () => {
  const { page, complaints } = await openSignedIn(browser, server.base, operator, '/intelligence/groups');
  await page.getByText('No group yet').waitFor();
  await page.getByRole('button', { name: 'New group' }).click();
  const dialog = page.getByRole('dialog', { name: 'New group' });
  await dialog.getByLabel('Group').fill('Neighbours of Ukraine');
  await dialog.getByLabel('Handle').fill('near-ua');
  await dialog.getByText('Without a condition a blueprint describes nobody.').waitFor();
  await dialog.getByRole('combobox', { name: 'Neighbours of' }).fill('Ukr');
  await page.getByRole('option', { name: 'Ukraine' }).click();
  await page.keyboard.press('Tab');
  await dialog.getByRole('region', { name: 'Whom it describes now' }).getByText('Example CSIRT Poland').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Save' }).click();
  await row(page, 'Neighbours of Ukraine').getByText('By blueprint').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  expect(complaints).toEqual([]);
  const member = await openSignedIn(browser, server.base, 'pl-duty', '/intelligence/groups');
  await row(member.page, 'Neighbours of Ukraine').click();
  await member.page.getByRole('dialog').getByText('Example CSIRT Poland').waitFor();
  expect(await member.page.getByRole('dialog').getByRole('button', { name: 'Save' }).count()).toBe(0);
});

test('what is RED for nobody in person is said so; every page fits a phone', async () => {
  const { page, complaints } = await openSignedIn(browser, server.base, operator, '/intelligence/in-person');
  await page.getByText('Nothing is for you in person').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of ['', '/drafts', '/groups', '/in-person', `/objects/${id('indicator', 1)}`]) {
    await page.goto(`${server.base}/intelligence${path}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect([path, await fits(page)]).toEqual([path, true]);
  }
  expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([]);
});
