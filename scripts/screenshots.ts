// Makes the pictures of README.md and docs/ from a running drill: node scripts/screenshots.ts --url http://localhost:8080
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium, type Browser, type Page } from 'playwright-core';

interface Shot {
  /** File name without ending. */
  name: string;
  persona: string;
  path: string;
  scheme?: 'light' | 'dark';
  width?: number;
  height?: number;
  /** What must stand on the page before the picture is taken. */
  ready: (page: Page) => Promise<unknown>;
}

const rowsShown = (page: Page) => page.getByRole('grid').getByRole('row').nth(3).waitFor();
const numbersShown = (page: Page) => page.getByRole('region', { name: 'In numbers' }).waitFor();

/** Opens an event and waits for the reasons. */
async function openWhy(page: Page): Promise<void> {
  await rowsShown(page);
  await page.getByRole('grid').getByRole('row').nth(2).click();
  await page.getByRole('list', { name: /^Reasons/ }).waitFor();
}

const shots: readonly Shot[] = [
  { name: 'programme', persona: 'operator-lead', path: '/programme', ready: numbersShown },
  { name: 'programme-dark', persona: 'operator-lead', path: '/programme', scheme: 'dark', ready: numbersShown },
  { name: 'nation', persona: 'pl-duty', path: '/nation', ready: numbersShown },
  { name: 'events', persona: 'operator-analyst', path: '/events', ready: rowsShown },
  { name: 'why', persona: 'pl-duty', path: '/events?q=198.18.164.0/23', ready: openWhy },
  { name: 'episodes', persona: 'pl-duty', path: '/hosts', ready: rowsShown },
  { name: 'quarantine', persona: 'operator-analyst', path: '/quarantine', ready: openRefused },
  { name: 'receipts', persona: 'operator-analyst', path: '/quarantine/batches', ready: rowsShown },
  { name: 'registry', persona: 'operator-lead', path: '/registry/orgs/pl-mobile', ready: rowsShownOf('AS64682') },
  { name: 'nation-phone', persona: 'ee-duty', path: '/nation', width: 390, height: 844, ready: numbersShown },
];

function rowsShownOf(text: string): (page: Page) => Promise<unknown> {
  return (page) => page.getByRole('grid').getByRole('row').filter({ hasText: text }).waitFor();
}

/** A record with a mark where it went wrong tells more than the list. */
async function openRefused(page: Page): Promise<void> {
  const row = page.getByRole('grid').getByRole('row').filter({ hasText: 'The port is no number' });
  await row.first().click();
  await page.locator('mark').waitFor();
}

/** Signs in as the persona, opens the page, waits until it stands still, and writes the picture. */
async function take(browser: Browser, url: string, out: string, shot: Shot): Promise<void> {
  const { name, persona, path, scheme = 'light', width = 1440, height = 900, ready } = shot;
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height },
    colorScheme: scheme,
    reducedMotion: 'reduce',
    deviceScaleFactor: 1.5,
    locale: 'en-GB',
    timezoneId: 'Europe/Brussels',
  });
  try {
    const answer = await context.request.post('/api/session', { data: { persona } });
    if (!answer.ok()) throw new Error(`${persona} cannot sign in: ${answer.status()}. Is the drill playing?`);
    const page = await context.newPage();
    await page.goto(path);
    await ready(page);
    await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
    await page.evaluate('document.fonts.ready.then(() => true)');
    // Charts are drawn in the frames that follow their data.
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    await page.screenshot({ path: `${out}/${name}.png`, animations: 'disabled' });
    process.stdout.write(`${name}.png\n`);
  } finally {
    await context.close();
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      url: { type: 'string', default: 'http://localhost:8080' },
      out: { type: 'string', default: fileURLToPath(new URL('../docs/images', import.meta.url)) },
      only: { type: 'string' },
    },
  });
  mkdirSync(values.out, { recursive: true });
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--force-color-profile=srgb'],
  });
  try {
    for (const shot of shots) {
      if (values.only === undefined || values.only === shot.name) await take(browser, values.url, values.out, shot);
    }
  } finally {
    await browser.close();
  }
}

await main();
