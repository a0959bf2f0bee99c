import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { keepAudiences } from '../../src/intelligence/releases/jobs.ts';
import { leakServer, type LeakServer } from '../leak/server.ts';
import { idOf, marked, object } from '../objects.ts';

let server: LeakServer;
beforeAll(async () => {
  server = await leakServer();
  for (const handle of ['gov-a', 'gov-b'])
    await server.must('operator', {
      method: 'POST',
      path: '/api/orgs',
      body: { handle, name: `Org ${handle}`, kind: 'partner', enrolment: 'enrolled' },
    });
});
afterAll(() => server.close());

async function share(made: ReturnType<typeof object>, terms: object = {}): Promise<string> {
  const headers = { 'content-type': 'application/x-ndjson' };
  await server.must('gov-a', { method: 'POST', path: '/api/objects', body: made.body, headers });
  const id = idOf(made);
  await server.must('gov-a', {
    method: 'POST',
    path: '/api/objects/release',
    body: { ids: [id], urgent: true, terms },
  });
  return id;
}
const exported = (format: string, rest: object = {}, viewer = 'gov-b') =>
  server.ask(viewer, { method: 'POST', path: '/api/objects/export', body: { format, ...rest } });

/** The text of a PDF, page by page, and whether it is tagged, as another program reads it. */
async function readPdf(body: object) {
  const { secret } = await server.token('gov-b');
  const response = await server.send(`Bearer ${secret}`, { method: 'POST', path: '/api/objects/export', body });
  expect(response.headers.get('content-type')).toBe('application/pdf');
  const document = await getDocument({ data: new Uint8Array(await response.arrayBuffer()), verbosity: 0 }).promise;
  const pages: string[] = [];
  for (let n = 1; n <= document.numPages; n += 1) {
    const { items } = await (await document.getPage(n)).getTextContent();
    pages.push(items.map((item) => ('str' in item ? item.str : '')).join(' '));
  }
  const { Title, Language } = (await document.getMetadata()).info as Record<string, string>;
  return { pages, tagged: await document.getMarkInfo(), Title, Language };
}

test('each form says the markings, and carries what the reader may have', async () => {
  const green = await share(object({ ...marked('green'), name: '=HYPERLINK("x")', labels: ['phishing'] }));
  const byTerms = await share(object({ name: 'by its terms' }), { defaultTlp: 'amber', orgs: ['gov-b'] });
  const hidden = await share(object({ ...marked('amber'), name: 'not for b' }), { distribution: 'named' });
  const red = await share(object({ ...marked('red'), name: 'red' }), { people: [{ org: 'gov-b', person: 'x' }] });

  const bundle = JSON.parse((await exported('stix')).text) as { objects: Record<string, unknown>[] };
  const ids = bundle.objects.map(({ id }) => id);
  expect(ids).toEqual(
    expect.arrayContaining([
      green,
      byTerms,
      ...marked('green').object_marking_refs,
      ...marked('amber').object_marking_refs,
    ]),
  );
  expect(ids).not.toContain(hidden);
  expect(bundle.objects.find(({ id }) => id === byTerms)?.['object_marking_refs']).toEqual(
    marked('amber').object_marking_refs,
  );

  const lines = (await exported('ndjson')).text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string });
  expect(lines.map(({ id }) => id)).toEqual([green, byTerms]);

  const csv = (await exported('csv', { ids: [green] })).text;
  expect(csv.split('\r\n')[1]).toMatch(/^TLP:GREEN,TLP:GREEN,indicator,/);
  expect(csv).toContain(`"'=HYPERLINK(""x"")"`);

  const misp = JSON.parse((await exported('misp')).text) as { response: { Event: Record<string, never> }[] };
  const [event] = misp.response.map(({ Event }) => Event as unknown as Record<string, unknown>);
  expect(event).toMatchObject({ date: '2026-01-01', published: true, Tag: [{ name: 'tlp:amber' }] });
  expect(event?.['Attribute']).toMatchObject([
    {
      uuid: green.slice(11),
      type: 'domain',
      value: 'c2.example.org',
      to_ids: true,
      Tag: [{ name: 'tlp:green' }, { name: 'phishing' }],
    },
    { uuid: byTerms.slice(11), Tag: [{ name: 'tlp:amber' }] },
  ]);

  // The owner has its RED, and takes it into no file either.
  expect((await exported('ndjson', {}, 'gov-a')).text).not.toContain(red);
});

test('a PDF bears the strictest TLP on every page, is tagged, and shows the scripts of the members', async () => {
  const words = 'Ελλάδα Україна България საქართველო Łódź Żółć ğışö';
  const id = await share(object({ ...marked('green'), name: words, description: 'line\n'.repeat(200) + '中 end' }));
  const { pages, tagged, Title, Language } = await readPdf({ format: 'pdf', ids: [id] });
  expect(pages.length).toBeGreaterThan(1);
  for (const page of pages) expect(page.match(/TLP:GREEN/g)?.length).toBeGreaterThanOrEqual(2);
  expect(pages.join(' ').replaceAll(/\s+/g, '')).toContain(words.replaceAll(' ', ''));
  expect(pages.join(' ')).toContain('<U+4E2D> end');
  expect({ tagged, Title, Language }).toMatchObject({
    tagged: { Marked: true },
    Title: 'TLP:GREEN Intelligence for Org gov-b',
    Language: 'en',
  });
});

test('what was withdrawn, or raised beyond its reader, is in no later export', async () => {
  const withdrawn = await share(object({ ...marked('green'), name: 'goes' }));
  const raised = await share(object({ name: 'is raised' }), { defaultTlp: 'green' });
  expect((await exported('ndjson', { ids: [withdrawn, raised] })).text.trim().split('\n').length).toBe(2);
  await server.must('gov-a', { method: 'POST', path: `/api/objects/${withdrawn}/withdraw`, body: {} });
  const release = { ids: [raised], urgent: true, terms: { defaultTlp: 'amber+strict' } };
  await server.must('gov-a', { method: 'POST', path: '/api/objects/release', body: release });
  await keepAudiences({ db: server.database.db, clock: server.clock });
  for (const format of ['ndjson', 'csv', 'misp', 'stix'])
    expect((await exported(format, { ids: [withdrawn, raised] })).text).not.toMatch(/goes|is raised/);
});

test('neighbours come along, and an object that one has not is not there', async () => {
  const actor = await share(object({ type: 'threat-actor', ...marked('green'), name: 'actor' }));
  const seen = await share(object({ ...marked('green'), name: 'its domain' }));
  const link = await share(
    object({
      type: 'relationship',
      ...marked('green'),
      relationship_type: 'indicates',
      source_ref: seen,
      target_ref: actor,
    }),
  );
  const { text } = await exported('ndjson', { around: actor });
  expect(
    text
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { id: string }).id)
      .sort(),
  ).toEqual([actor, seen, link].sort());
  const secret = await share(object({ ...marked('amber'), name: 'secret' }), { distribution: 'named' });
  expect((await exported('stix', { around: secret })).status).toBe(404);
});

test('an export is recorded as one, with what it took', async () => {
  const id = await share(object({ ...marked('green'), name: 'recorded' }));
  await exported('csv', { ids: [id] });
  await vi.waitFor(
    async () => {
      const { text } = await server.must('gov-b', { path: '/api/audit?action=data.export' });
      expect(text).toContain('POST /api/objects/export');
      expect(text).toContain(id);
    },
    { timeout: 20_000 },
  );
});
