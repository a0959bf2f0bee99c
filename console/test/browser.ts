import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { chromium, type Browser, type Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Chromium without the services of its own that a closed network would refuse. */
export function launchBrowser(): Promise<Browser> {
  const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [...flags, ...quiet],
  });
}

export interface Opened {
  page: Page;
  /** What the browser complained about, the policy of the page included. */
  complaints: string[];
}

/** A page of its own, with what the browser complains about. */
async function openPage(browser: Browser): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    // Not to be signed in yet is an answer, not a fault.
    if (message.type() === 'error' && !message.text().includes('401')) complaints.push(message.text());
  });
  return { page, complaints };
}

const untilLive = (page: Page) => page.getByRole('status').filter({ hasText: 'Live' }).waitFor();

/** A page of a person of their own, at `path`, signed in as the persona that `person` names. */
export async function openAs(browser: Browser, base: string, person: string, path: string): Promise<Opened> {
  const opened = await openPage(browser);
  await opened.page.goto(base + path);
  await opened.page.getByRole('button', { name: person }).click();
  await opened.page.getByRole('main').waitFor();
  await untilLive(opened.page);
  return opened;
}

/** The same, signed in before the page is opened: for tests that are not about signing in. */
export async function openSignedIn(browser: Browser, base: string, persona: string, path: string): Promise<Opened> {
  const opened = await openPage(browser);
  const answer = await opened.page.context().request.post(`${base}/api/session`, { data: { persona } });
  if (!answer.ok()) throw new Error(`${persona} cannot sign in: ${answer.status()}`);
  await opened.page.goto(base + path);
  await untilLive(opened.page);
  return opened;
}

/** Serious and critical findings of axe-core, as readable lines. */
export async function accessibilityFaults(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate<AxeResults>('axe.run()');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
}
