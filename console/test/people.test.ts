import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessibilityFaults, launchBrowser, openSignedIn } from './browser.ts';
import { startDrillServer } from './drill-server.ts';
import { codeOf, pageWithAuthenticator, startRealServer } from './real-server.ts';

let server: Awaited<ReturnType<typeof startRealServer>>;
let browser: Browser;
let lead: { page: Page; complaints: string[] };

beforeAll(async () => {
  [server, browser] = await Promise.all([startRealServer(), launchBrowser()]);
  lead = await pageWithAuthenticator(browser);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor();

test('the first operator enrols by the link of tocsin init, with a passkey', async () => {
  const { page } = lead;
  const link = await server.init('lead@example.org', 'Clara Campana');
  await page.goto(link);
  await heading(page, 'You are invited to Programme operator');
  expect(new URL(page.url()).hash, 'the secret leaves the address').toBe('');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Accept' }).click();
  await heading(page, 'Add a way to sign in');
  await page.goto(`${server.base}/programme`);
  await heading(page, 'Add a way to sign in');
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name of the passkey').fill('Desk');
  await dialog.getByRole('button', { name: 'Add a passkey' }).click();
  await heading(page, 'Programme');
  await expect(server.init('other@example.org', 'Robin Bell')).rejects.toThrow(
    'There is a programme administrator already',
  );
  const stale = await pageWithAuthenticator(browser);
  await stale.page.goto(link);
  await stale.page.getByRole('alert').getByText('The link does not hold').waitFor();
});

test('signing out, and in again with the passkey, by keyboard alone', async () => {
  const { page, complaints } = lead;
  await page.getByRole('button', { name: /^Account/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await heading(page, /^Sign in/);
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Sign in with a passkey' }).focus();
  await page.keyboard.press('Enter');
  await heading(page, 'Programme');
  expect(complaints).toEqual([]);
});

test('the account: its passkeys, sessions and codes; the last way in stays', async () => {
  const { page } = lead;
  await page.goto(`${server.base}/account`);
  const passkeys = page.getByRole('region', { name: 'Passkeys' });
  await passkeys.getByText('Desk').waitFor();
  await page.getByRole('table', { name: 'Open sessions' }).getByText('This one').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await passkeys.getByRole('button', { name: 'Rename Desk' }).click();
  await page.getByRole('dialog').getByLabel('Name of the passkey').fill('Office desk');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await passkeys.getByRole('button', { name: 'Remove Office desk' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog').getByText('It is the last way to sign in').waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
});

test('an administrator invites; the invited sets up password and codes, and signs in with them', async () => {
  const { page } = lead;
  await page.goto(`${server.base}/people`);
  await page.getByRole('table', { name: 'People with an account' }).getByText('Clara Campana').waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Invite a person' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: false }).first().fill('Robin Bell');
  await dialog.getByLabel('Mail address').fill('robin@example.org');
  await dialog.getByLabel('Role').selectOption('analyst');
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  const link = await page.getByRole('textbox', { name: 'Link' }).innerText();
  await page.getByRole('button', { name: 'Done', exact: true }).click();

  const robin = await pageWithAuthenticator(browser);
  await robin.page.goto(link.trim());
  await robin.page.getByRole('button', { name: 'Accept' }).click();
  await robin.page.getByRole('button', { name: 'Use a password and one-time codes instead' }).click();
  await robin.page.getByRole('img', { name: /Picture for the authenticator app/ }).waitFor();
  expect(await accessibilityFaults(robin.page)).toEqual([]);
  const secret = await robin.page.getByRole('dialog').locator('code').first().innerText();
  await robin.page.getByLabel('Code that the app shows now').fill(codeOf(secret));
  await robin.page.getByRole('textbox', { name: 'New password' }).fill('brass over the harbour');
  await robin.page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await heading(robin.page, 'Programme');

  await robin.page.goto(`${server.base}/account`);
  await robin.page.getByRole('button', { name: 'Make new codes' }).click();
  const codes = await robin.page
    .getByRole('list', { name: 'Your recovery codes' })
    .getByRole('listitem')
    .allInnerTexts();
  expect(codes).toHaveLength(10);
  await robin.page.getByRole('button', { name: 'I have kept them' }).click();
  await robin.page.getByText('10 left').waitFor();
  await robin.page.getByRole('button', { name: /^Account/ }).click();
  await robin.page.getByRole('button', { name: 'Sign out' }).click();
  await robin.page.getByRole('button', { name: 'Use a password and a one-time code' }).click();
  await robin.page.getByLabel('Organisation').fill('operator');
  await robin.page.getByLabel('Mail address').fill('robin@example.org');
  await robin.page.getByRole('textbox', { name: 'Password' }).fill('brass over the harbour');
  await robin.page.getByLabel('One-time code or recovery code').fill(codes[0]!);
  await robin.page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await heading(robin.page, 'Programme');
  expect(await robin.page.getByRole('link', { name: 'People' }).count()).toBe(0);
});

test('what may not be done to a person says why; a suspension asks first', async () => {
  const { page } = lead;
  await page.goto(`${server.base}/people`);
  await page.getByRole('button', { name: 'What can be done with Clara Campana' }).click();
  await page
    .getByRole('menuitem', { name: /Suspend/ })
    .getByText('Nobody does this to themselves')
    .waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'What can be done with Robin Bell' }).click();
  await page.getByRole('menuitem', { name: 'Suspend' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click();
  await page.getByRole('table', { name: 'People with an account' }).getByText('Suspended').waitFor();
});

test('in a drill a persona is asked for a second factor too, and the act goes on', async () => {
  const drill = await startDrillServer();
  try {
    const { page } = await openSignedIn(browser, drill.base, 'operator-lead', '/people');
    await page.getByRole('button', { name: 'Invite a person' }).click();
    await page.getByRole('dialog').getByLabel('Name', { exact: false }).first().fill('Robin Bell');
    await page.getByRole('dialog').getByLabel('Mail address').fill('robin@example.org');
    await page.getByRole('dialog').getByRole('button', { name: 'Make the link' }).click();
    const asked = page.getByRole('dialog', { name: 'Is it you?' });
    await asked.waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await asked.getByRole('button', { name: 'I am still here' }).click();
    await page.getByRole('textbox', { name: 'Link' }).waitFor();
  } finally {
    await drill.stop();
  }
});
