import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes } from '@tocsin/api';
import { filterReasons } from '../../src/ingest/filter.ts';
import { guessFeed } from '../../src/ingest/feeds/index.ts';
import { refusalReasons } from '../../src/ingest/refusal-reasons.ts';
import { ingestServer, type IngestServer } from '../ingest-server.ts';

/** Real reports, posted to a real server: they stand beside the repository and are no part of it. */
const data = join(import.meta.dirname, '../../../../shared/data/feeds');
const folders = ['shadowserver', 'cymru', 'abuse.ch', 'xarf/v4', 'xarf/v3', 'malformed'];

describe.skipIf(!existsSync(data))('real reports through a server', () => {
  let server: IngestServer;
  beforeAll(async () => {
    // The longest retention that there is: most reports are some years old.
    server = await ingestServer({ TOCSIN_RETENTION_DAYS: '3650' });
    await server.addSource('real', { feed: 'shadowserver' });
  });
  afterAll(() => server.remove());

  for (const folder of folders) {
    const files = existsSync(join(data, folder)) ? readdirSync(join(data, folder)) : [];
    test.each(files)(`${folder}/%s: every record is accepted, or why not is said`, async (name) => {
      const body = readFileSync(join(data, folder, name));
      const feed = guessFeed(name, body.subarray(0, 4096))!.feed;
      const { status, receipt } = await server.post(new Uint8Array(body), { source: 'real', query: { feed, name } });
      expect(status).toBe(200);
      const { records, accepted, duplicate, filtered, quarantined, filteredBy, quarantinedBy } = receipt;
      expect(records).toBeGreaterThan(0);
      expect(accepted + duplicate + filtered + quarantined).toBe(records);
      expect(Object.keys(filterReasons)).toEqual(expect.arrayContaining(Object.keys(filteredBy)));
      expect(Object.keys(refusalReasons)).toEqual(expect.arrayContaining(Object.keys(quarantinedBy)));
      expect(Object.values(filteredBy).reduce((sum, { count }) => sum + count, 0)).toBe(filtered);
      expect(Object.values(quarantinedBy).reduce((sum, count) => sum + count, 0)).toBe(quarantined);

      const { total, items } = await server.client.call(routes.quarantine, {
        query: { batch: receipt.batch, limit: 500 },
      });
      expect(total).toBeLessThanOrEqual(quarantined);
      expect(items.every(({ raw, explanation, detail }) => raw !== '' && explanation !== '' && detail !== '')).toBe(
        true,
      );
      const again = await server.post(new Uint8Array(body), { source: 'real', query: { feed, name } });
      expect(again.receipt).toEqual({ ...receipt, repeated: true });
    });
  }

  test('what was accepted, altogether', async () => {
    const { batches } = await server.client.call(routes.batches, { query: { limit: 500 } });
    const done = batches.filter(({ state }) => state === 'done');
    expect(done.length).toBe(folders.reduce((sum, folder) => sum + readdirSync(join(data, folder)).length, 0));
    const accepted = done.reduce((sum, batch) => sum + batch.accepted, 0);
    const { total } = await server.client.call(routes.searchEvents, { query: {} });
    expect(total).toBe(accepted);
    expect(accepted).toBeGreaterThan(0);
  });
});
