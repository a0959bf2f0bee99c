import { isObject, parseJson, validateObject } from '@tocsin/stix';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../src/kernel/clock.ts';
import { openDb } from '../src/kernel/db.ts';
import { startEmbedded } from '../src/kernel/embedded-postgres/start.ts';
import { migrate } from '../src/kernel/migrations.ts';
import { readEntries, storeObjects } from '../src/intelligence/store.ts';
import { memberViewer, type AudienceOrg } from '../src/sharing/audience-of-object.ts';
import { readBook } from '../src/sharing/store.ts';
import { fillObjects } from './fill-objects.ts';

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * The store of objects alone, without HTTP: pages for an org that has nearly all of `--objects N` and for one that has 0.1 %,
 * at the beginning and at the end of their lists, and objects validated and committed in batches of 1,000 meanwhile.
 */
export async function benchObjects(args: string[]): Promise<object> {
  const { values } = parseArgs({
    args,
    options: { objects: { type: 'string', default: '1000000' }, seconds: { type: 'string', default: '5' } },
  });
  const [count, seconds] = [Number(values.objects), Number(values.seconds)];
  const dataDir = mkdtempSync(join(tmpdir(), 'tocsin-bench-objects-'));
  const cluster = await startEmbedded({ dataDir, durable: true, log: quiet });
  try {
    await migrate({ url: cluster.urlFor('tocsin_owner') });
    console.log(`filling ${count} objects`);
    const { owner, members, few } = await fillObjects(cluster.urlFor('tocsin_owner'), count);
    const db = await openDb({ url: cluster.urlFor('tocsin_app'), log: quiet, connections: 10 });
    try {
      const now = systemClock.now();
      const { orgs } = await readBook(db, now);
      const viewerOf = (org: number) => memberViewer(orgs.find(({ id }) => id === org) as AudienceOrg);
      /** Pages per second of one reader that walks on from a place. */
      const pages = async (org: number, limit: number, after?: string): Promise<number> => {
        const viewer = viewerOf(org);
        let [n, place] = [0, after];
        const end = performance.now() + seconds * 1000;
        const begun = performance.now();
        while (performance.now() < end) {
          const page = await db.asOrg(org, (tx) =>
            readEntries(tx, viewer, { limit, ...(place !== undefined && { after: place }) }, now),
          );
          n += 1;
          place = page.more ? page.last : after;
        }
        return Math.round((n / (performance.now() - begun)) * 1000);
      };
      const reader = members[1] ?? 0;
      const { late } = await db.asSystem('bench', (tx) =>
        tx.one<{ late: string }>(
          `select (max(date_added) - ($1 / 20) * interval '1 microsecond')::text as late from collection_entry`,
          [count],
        ),
      );
      const reading = {
        first100: await pages(reader, 100),
        late100: await pages(reader, 100, late),
        first1000: await pages(reader, 1000),
        late1000: await pages(reader, 1000, late),
        few100: await pages(few, 100),
        few1000: await pages(few, 1000),
      };
      console.log('pages per second of one reader', reading);
      const posted = await post(owner, seconds, 2);
      return { stored: count, ...reading, objectsPerSecond: posted };

      /** Objects per second that `writers` validate and commit, with a reader that follows. */
      async function post(by: number, forS: number, writers: number): Promise<number> {
        let [n, stop] = [0, false];
        const begun = performance.now();
        const write = async (writer: number): Promise<void> => {
          for (let batch = 0; performance.now() < begun + forS * 1000; batch++) {
            const objects = Array.from({ length: 1000 }, (_, k) => {
              const parsed = parseJson(sample(`${writer}${batch}${k}`, begun));
              if (!parsed.ok || !isObject(parsed.value) || validateObject(parsed.value).length > 0)
                throw new Error('invalid');
              return { value: parsed.value, body: JSON.stringify(parsed.value) };
            });
            await storeObjects(db, { objects, terms: { owner: by, orgs: members }, by: 'bench' }, systemClock.now());
            n += 1000;
          }
        };
        const tail = (async () => {
          let place = late;
          while (!stop) {
            const page = await db.asOrg(reader, (tx) =>
              readEntries(tx, viewerOf(reader), { limit: 1000, after: place }, now),
            );
            place = page.last ?? place;
          }
        })();
        await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
        const rate = Math.round((n / (performance.now() - begun)) * 1000);
        stop = true;
        await tail;
        return rate;
      }
    } finally {
      await db.close();
    }
  } finally {
    await cluster.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function sample(key: string, seed: number): string {
  const uuid = crypto.randomUUID();
  return `{"type":"indicator","spec_version":"2.1","id":"indicator--${uuid}","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","name":"Bench ${key}","description":"A command server that was seen by a sensor of the benchmark","pattern":"[domain-name:value = 'c${key}-${Math.round(seed)}.example.org']","pattern_type":"stix","valid_from":"2026-01-01T00:00:00Z","confidence":80}`;
}
