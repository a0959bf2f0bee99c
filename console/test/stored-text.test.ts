import { routes, type Route } from '@tocsin/api';
import type { TSchema } from 'typebox';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openSignedIn } from './browser.ts';
import { startDrillServer, type DrillServer } from './drill-server.ts';
import { hostile, unplanted, plantAll } from './plant.ts';

// Stored cross-site scripting: what runs if it is ever taken for markup stands in every text that anybody can send, and no page runs it.

let server: DrillServer;
let browser: Browser;
let planted: Awaited<ReturnType<typeof plantAll>>;

beforeAll(async () => {
  [server, browser] = await Promise.all([startDrillServer(), launchBrowser()]);
  planted = await plantAll(server);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

/** Where a schema takes text of no form: `contact.name`, `aliases[]`. */
function freeTexts(schema: TSchema, place = ''): string[] {
  const { type, format, pattern, properties, items, anyOf, ...rest } = schema as TSchema & Record<string, unknown>;
  if (type === 'string') return (format ?? pattern ?? rest['enum'] ?? rest['const']) ? [] : [place];
  return [
    ...Object.entries((properties ?? {}) as Record<string, TSchema>).flatMap(([name, child]) =>
      freeTexts(child, place === '' ? name : `${place}.${name}`),
    ),
    ...(items === undefined ? [] : freeTexts(items as TSchema, `${place}[]`)),
    ...((anyOf ?? []) as TSchema[]).flatMap((one) => freeTexts(one, place)),
  ];
}

test('every text that a route takes is planted, or it is said why not', () => {
  const known = new Set([...planted.texts, ...Object.keys(unplanted)]);
  const texts = Object.entries<Route>(routes)
    .filter(([, { body, auth }]) => body !== undefined && auth !== 'public')
    .flatMap(([name, { body }]) => freeTexts(body!).map((place) => `${name} ${place}`));
  expect([...new Set(texts)].filter((text) => !known.has(text))).toEqual([]);
});

/** What would show that a text was taken for markup: it ran, it made an element, or it became a link that acts. */
const traces = (page: Page) =>
  page.evaluate(() => ({
    ran: 'planted' in globalThis,
    elements: document.querySelectorAll('[onerror], [onload], main script, main iframe, main object').length,
    links: [...document.querySelectorAll('a[href]')]
      .map((link) => link.getAttribute('href') ?? '')
      .filter((href) => !/^(\/|#|https?:|mailto:|tel:)/.test(href)),
  }));

const people = ['operator-analyst', 'pl-duty'] as const;

describe.each(people)('as %s', (persona) => {
  test('no page runs what was planted, and pages do show it', async () => {
    const { page, complaints } = await openSignedIn(browser, server.base, persona, '/');
    let shown = 0;
    for (const path of planted.pages) {
      await page.goto(server.base + path);
      const main = page.getByRole('main');
      await main.waitFor();
      // Some may not see it, and some pages have nothing of it.
      const shows = main.getByText(hostile).first().waitFor({ timeout: 2000 });
      shown += await shows.then(
        () => 1,
        () => 0,
      );
      expect(await traces(page), path).toEqual({ ran: false, elements: 0, links: [] });
    }
    // A page that may not be opened shows nothing; most do.
    expect(shown).toBeGreaterThan(persona === 'operator-analyst' ? 8 : 2);
    expect(complaints.filter((line) => /content security|refused to|violates/i.test(line))).toEqual([]);
  }, 400_000);
});
