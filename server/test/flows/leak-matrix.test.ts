import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes } from '@tocsin/api';
import { sow, type Canary, type Sown } from '../leak/canaries.ts';
import { entries } from '../leak/entries.ts';
import { due, found, named, plainQuestion, refusal, table, targetOf } from '../leak/search.ts';
import { leakServer, type LeakServer, type Question } from '../leak/server.ts';
import { snapshot } from '../leak/snapshot.ts';
import { taxiiEntries, taxiiQuestions } from '../leak/taxii.ts';
import { nations, viewers } from '../leak/viewers.ts';
import { paths as taxiiPaths } from '../../src/delivery/taxii/tree.ts';

let server: LeakServer;
let sown: Sown;
let before: Awaited<ReturnType<typeof snapshot>>;
beforeAll(async () => {
  server = await leakServer();
  sown = await sow(server);
  before = await snapshot(server);
});
afterAll(() => server.close());

test('every route of the table, and of the tree of TAXII, has its entry', () => {
  expect(Object.keys(entries).sort()).toEqual(Object.keys(routes).sort());
  expect(Object.keys(taxiiEntries).sort()).toEqual(Object.keys(taxiiPaths).sort());
});

function questionsOf(name: keyof typeof routes): readonly Question[] {
  const entry = entries[name];
  const { method } = routes[name];
  if (entry.kind === 'aimed') return nations.map((nation) => entry.at(targetOf(sown, nation)));
  const asked = entry.asked?.(sown) ?? [plainQuestion(routes[name])];
  return asked.map((question) => (typeof question === 'string' ? { method, path: question } : question));
}

const outsiders = viewers.filter((viewer) => !['operator', ...nations].includes(viewer));

describe('every route shows everybody what is theirs, and nothing else', () => {
  test.each(table)('%s', async (name, { method, auth }) => {
    const entry = entries[name];
    // What a nation or the programme does to its own things is no leak; what is left here goes on as it was.
    for (const viewer of method === 'GET' || entry.kind === 'shows' ? viewers : outsiders) {
      const seen: Canary[] = [];
      for (const question of questionsOf(name)) {
        const reply = await server.ask(viewer, question);
        const here = found(sown, question, reply, 'trail' in entry && viewer === 'operator');
        const foreign = here.filter(({ seenBy }) => !seenBy.includes(viewer));
        expect({ viewer, question, foreign: named(foreign) }).toEqual({ viewer, question, foreign: [] });
        expect(reply.status, `${viewer} ${question.path} ${reply.text}`).toBeLessThan(500);
        if (['anonymous', 'suspended'].includes(viewer) && auth !== 'public')
          expect(reply.status, `${viewer} ${question.path}`).toBeGreaterThanOrEqual(400);
        seen.push(...here);
      }
      if (entry.kind !== 'shows' || (auth === 'operator' && viewer !== 'operator')) continue;
      const missing = due(sown, viewer, entry.sorts).filter((canary) => !seen.includes(canary));
      expect({ viewer, missing: named(missing) }).toEqual({ viewer, missing: [] });
    }
  });
});

describe('the tree of TAXII shows everybody what is theirs, and nothing else', () => {
  test.each(Object.entries(taxiiEntries))('%s', async (_, { shows, paths }) => {
    for (const viewer of viewers) {
      const seen: Canary[] = [];
      for (const question of taxiiQuestions(viewer, paths(sown))) {
        const reply = await server.ask(viewer, question);
        const here = found(sown, question, reply);
        const foreign = here.filter(({ seenBy }) => !seenBy.includes(viewer));
        expect({ viewer, question, foreign: named(foreign) }).toEqual({ viewer, question, foreign: [] });
        expect(reply.status, `${viewer} ${question.path} ${reply.text}`).toBeLessThan(500);
        seen.push(...here);
      }
      // A draft stands in no collection; RED is never for a machine, but for its owner's.
      const missing = shows
        ? due(sown, viewer, ['object']).filter((canary) => canary.what !== 'draft' && !seen.includes(canary))
        : [];
      expect({ viewer, missing: named(missing) }).toEqual({ viewer, missing: [] });
    }
  });
});

describe('what is aimed at a thing of one nation', () => {
  test.each(table.filter(([name]) => entries[name].kind === 'aimed'))(
    '%s is refused, and nobody learns whether it is there',
    async (name) => {
      const entry = entries[name];
      if (entry.kind !== 'aimed') throw new Error('filtered before');
      for (const nation of nations)
        for (const viewer of viewers.filter((each) => each !== nation && each !== 'operator')) {
          const target = targetOf(sown, nation);
          const [there, absent] = [entry.at(target), entry.absent(target)];
          const [one, other] = [await server.ask(viewer, there), await server.ask(viewer, absent)];
          expect(one.status, `${viewer} ${there.path} ${one.text}`).toBeGreaterThanOrEqual(400);
          expect({ viewer, ...refusal(one, there) }).toEqual({ viewer, ...refusal(other, absent) });
        }
    },
  );
});

test('nothing of all this changed anything of the nations', async () => {
  expect(await snapshot(server)).toEqual(before);
});

test('counts and facets are of what one sees, and naming what another has brings nothing', async () => {
  for (const viewer of viewers.filter((each) => !['anonymous', 'suspended', 'invited'].includes(each))) {
    const { status, json } = await server.ask(viewer, { path: '/api/events/search' });
    const events = due(sown, viewer, ['event']);
    expect(status).toBe(200);
    expect({ viewer, total: json['total'] }).toEqual({ viewer, total: events.length });
    const facets = json['facets'] as Record<string, { value: string; count: number }[]>;
    for (const [facet, values] of Object.entries(facets))
      expect({ viewer, facet, most: Math.max(0, ...values.map(({ count }) => count)) <= events.length }).toEqual({
        viewer,
        facet,
        most: true,
      });
    for (const { text, seenBy } of sown.canaries.filter(({ sort }) => sort === 'event'))
      for (const query of [`q=${text}`, `family=${text}`, `domain=${text}.example.org`]) {
        const found = await server.ask(viewer, { path: `/api/events/search?${query}` });
        expect({ viewer, query, total: found.json['total'] }).toEqual({
          viewer,
          query,
          total: seenBy.includes(viewer) ? 1 : 0,
        });
      }
  }
});

test('search of objects counts what one may have, and naming what another has brings nothing', async () => {
  for (const viewer of viewers.filter((each) => !['anonymous', 'suspended', 'invited'].includes(each))) {
    const objects = due(sown, viewer, ['object']);
    const { json } = await server.must(viewer, { path: '/api/objects/search' });
    expect({ viewer, total: json['total'] }).toEqual({ viewer, total: objects.length });
    for (const [facet, values] of Object.entries(json['facets'] as Record<string, { value: string; count: number }[]>))
      for (const { value, count } of values)
        expect({ viewer, facet, value, within: count <= objects.length }).toMatchObject({ within: true });
    for (const { text, what, seenBy } of sown.canaries.filter(({ sort }) => sort === 'object'))
      for (const query of [`q=${text}`, `q=${text.slice(0, -1)}*`, `label=${text}`, `q=${text}[.]example[.]org`]) {
        const found = await server.must(viewer, { path: `/api/objects/search?${query}` });
        const total = seenBy.includes(viewer) && !what.endsWith('expired') ? 1 : 0;
        expect({ viewer, what, query, total: found.json['total'] }).toEqual({ viewer, what, query, total });
      }
  }
});

test('what a nation notes for itself, the programme does not even know the object of', async () => {
  const noted = sown.canaries.filter(({ sort, of }) => sort === 'object' && of === 'gov-a').map(({ id }) => String(id));
  for (const id of noted) await server.must('gov-a', { path: `/api/objects/${id}/overlay` });
  const { text } = await server.must('operator', { path: '/api/audit/logs/audit/export?org=gov-a' });
  const rows = text.split('\n').filter((line) => line.includes('overlay'));
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) for (const id of noted) expect(row).not.toContain(id);
});

test('metrics name no org, no object and no event', async () => {
  const question = { path: '/metrics' };
  const reply = await server.ask('anonymous', question);
  expect(reply.status).toBe(200);
  expect(named(found(sown, question, reply))).toEqual([]);
  for (const nation of nations) expect(reply.text).not.toContain(nation);
});
