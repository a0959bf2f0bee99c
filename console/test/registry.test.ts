import { routes } from '@tocsin/api';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { accessibilityFaults, launchBrowser, openSignedIn } from './browser.ts';
import { startDrillServer, type DrillServer } from './drill-server.ts';
import { addresses, event, send } from './send.ts';

let server: DrillServer;
let browser: Browser;
const operator = 'operator-lead';

beforeAll(async () => {
  [server, browser] = await Promise.all([startDrillServer(), launchBrowser()]);
});
afterEach(() => Promise.all(browser.contexts().map((context) => context.close())));
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
const rows = (page: Page) => page.getByRole('grid').getByRole('row');

test('an override changes the routing of the next event', async () => {
  const { page, complaints } = await openSignedIn(browser, server.base, operator, '/registry/orgs?q=AS64681');
  await rows(page).filter({ hasText: 'Example Access Poland' }).click();
  await heading(page, 'Example Access Poland').waitFor();
  await send(server, [event(addresses.nobody)]);
  await page.getByRole('button', { name: 'Add entry' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a manual entry' });
  await dialog.getByLabel('Value').fill('198.19.255.0/24');
  await dialog.getByLabel('Why').fill('leased since yesterday');
  await dialog.getByRole('button', { name: 'Add entry' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await rows(page).filter({ hasText: '198.19.255.0/24' }).getByText('Manual').waitFor();
  await send(server, [event(addresses.nobody, { family: 'mirai' })]);
  expect(complaints).toEqual([]);
  const provider = await openSignedIn(browser, server.base, 'isp-pl-abuse', '/events');
  await provider.page.getByText('1 event', { exact: true }).waitFor();
  await rows(provider.page).nth(1).click();
  await provider.page.getByText('The address lies in 198.19.255.0/24').waitFor();
});

test('an entry that is refused keeps what was typed, and says why', async () => {
  const { page } = await openSignedIn(browser, server.base, operator, '/registry/orgs/pl-access');
  await page.getByRole('button', { name: 'Add entry' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a manual entry' });
  await dialog.getByLabel('Value').fill('192.0.2.1/24');
  await dialog.getByLabel('Why').fill('a slip');
  await dialog.getByRole('button', { name: 'Add entry' }).click();
  await dialog.getByRole('alert').getByText('192.0.2.0/24').waitFor();
  expect(await dialog.getByLabel('Why').inputValue()).toBe('a slip');
});

test('a nation is enrolled after one was told what that does, and it can be undone', async () => {
  const { page } = await openSignedIn(browser, server.base, operator, '/registry/nations?q=estonia');
  await rows(page).filter({ hasText: 'Estonia' }).click();
  await heading(page, 'Estonia').waitFor();
  await page.getByRole('combobox', { name: 'Enrolment' }).or(page.getByLabel('Enrolment').first()).first().click();
  await page.getByRole('option', { name: 'Enrolled' }).click();
  const dialog = page.getByRole('dialog', { name: 'Enrol Estonia?' });
  await dialog.getByText('receive the events of their constituency').waitFor();
  await dialog.getByRole('button', { name: 'Enrol Estonia' }).click();
  await page.getByText('Estonia: Enrolled.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect
    .poll(async () => (await server.operator.call(routes.nation, { params: { code: 'EE' } })).enrolment)
    .toBe('invited');
});

test('a table is imported after a preview', async () => {
  const { page } = await openSignedIn(browser, server.base, operator, '/registry/tables');
  await page.getByLabel('Name of the import').fill('test-orgs');
  const csv =
    'handle,name,kind,nation,enrolment\nee-cable,Example Cable Estonia,isp,EE,enrolled\nee-bad,Example,nothing,EE,enrolled\n';
  const chooser = page.waitForEvent('filechooser');
  await page.getByLabel('CSV file').click();
  await (await chooser).setFiles({ name: 'orgs.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await page.getByRole('button', { name: 'Preview' }).click();
  const preview = page.getByRole('region', { name: 'What it would do' });
  await preview
    .getByText(/nothing/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Apply 1 entry' }).click();
  await page.getByRole('region', { name: 'Done' }).waitFor();
  await page.goto(`${server.base}/registry/orgs/ee-cable`);
  await heading(page, 'Example Cable Estonia').waitFor();
});

test('a source is declared, and says who may get its events', async () => {
  const { page } = await openSignedIn(browser, server.base, operator, '/registry/sources');
  await page.getByRole('button', { name: 'Declare source' }).click();
  const dialog = page.getByRole('dialog', { name: 'Declare a source' });
  await dialog.getByLabel('Handle').fill('honeypot');
  await dialog
    .getByLabel('Name', { exact: true })
    .or(dialog.getByRole('textbox', { name: 'Name' }))
    .first()
    .fill('Example honeypot');
  await dialog.getByText('the source has not consented to more').waitFor();
  await dialog.getByRole('button', { name: 'Declare source' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await rows(page).filter({ hasText: 'Example honeypot' }).click();
  await page.getByText('A pseudonym, which differs for each recipient').waitFor();
});

test('who is not the operator reads its own organisation and changes nothing', async () => {
  const { page } = await openSignedIn(browser, server.base, 'isp-pl-abuse', '/registry');
  await heading(page, 'Your organisation').waitFor();
  await rows(page).filter({ hasText: 'AS64681' }).waitFor();
  expect(await page.getByRole('button', { name: /^(Add|Edit)/ }).count()).toBe(0);
});

const pages = ['nations', 'nations/PL', 'orgs', 'orgs/csirt-pl', 'sources', 'sources/sinkhole', 'tables', 'ip-data'];

test.each([
  ['light', [...pages, 'families', 'warninglists']],
  ['dark', ['nations', 'orgs/csirt-pl', 'sources/sinkhole', 'tables']],
] as const)('no serious accessibility fault in %s', async (colorScheme, paths) => {
  const { page } = await openSignedIn(browser, server.base, operator, '/registry');
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  for (const path of paths) {
    await page.goto(`${server.base}/registry/${path}`);
    await page.getByRole('navigation', { name: 'Registry' }).waitFor();
    await page.waitForFunction(() => document.querySelector('[aria-busy=true]') === null);
    expect([path, await accessibilityFaults(page)]).toEqual([path, []]);
  }
  await page.goto(`${server.base}/registry/orgs/csirt-pl`);
  await page.getByRole('button', { name: 'Add contact' }).click();
  await page.getByRole('dialog').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
});
