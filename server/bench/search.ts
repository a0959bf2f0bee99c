import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { knownValues, readWarned } from '../src/intelligence/store.ts';
import { indexObjects } from '../src/intelligence/search/indexing/jobs.ts';
import { searchObjects } from '../src/intelligence/search/store.ts';
import { systemClock } from '../src/kernel/clock.ts';
import { createPool, openDb } from '../src/kernel/db.ts';
import { startEmbedded } from '../src/kernel/embedded-postgres/start.ts';
import { migrate } from '../src/kernel/migrations.ts';
import { memberViewer, type AudienceOrg } from '../src/sharing/audience-of-object.ts';
import { readBook } from '../src/sharing/store.ts';
import { fillObjects } from './fill-objects.ts';

const quiet = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** Questions that are common, rare and absent, narrowed or not, as they come from a screen: with facets and the first 100. */
const questions = [
  {},
  { q: 'command server' },
  { q: 'command', type: 'indicator', sort: 'relevance' },
  { q: 'bench 77' },
  { q: 'comm* -giraffe' },
  { q: 'giraffe' },
  { score: 50, q: 'sensor' },
] as const;

/**
 * The search of `--objects N` objects and the lookup of 5,000 values, half of them known, without HTTP and with row-level security
 * on, in turns by an org that may see nearly all and by one that may see 0.1 %.
 */
export async function benchSearch(args: string[]): Promise<object> {
  const { values } = parseArgs({
    args,
    options: { objects: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '20' } },
  });
  const [count, rounds] = [Number(values.objects), Number(values.rounds)];
  const dataDir = mkdtempSync(join(tmpdir(), 'tocsin-bench-search-'));
  const cluster = await startEmbedded({ dataDir, durable: true, log: quiet });
  try {
    await migrate({ url: cluster.urlFor('tocsin_owner') });
    console.log(`filling ${count} objects`);
    const { members, few } = await fillObjects(cluster.urlFor('tocsin_owner'), count);
    const db = await openDb({ url: cluster.urlFor('tocsin_app'), log: quiet, connections: 4 });
    try {
      const begun = performance.now();
      await indexObjects({ db, clock: systemClock });
      const indexedPerSecond = Math.round((count / (performance.now() - begun)) * 1000);
      console.log(`indexed ${indexedPerSecond} a second`);
      const owner = createPool({ url: cluster.urlFor('tocsin_owner'), connections: 1 });
      await owner.query('vacuum analyze object_search; ').then(() => owner.query('vacuum analyze object_value'));
      await owner.end();
      const now = systemClock.now();
      const { orgs } = await readBook(db, now);
      const viewerOf = (org: number) => memberViewer(orgs.find(({ id }) => id === org) as AudienceOrg);
      const timed = async (work: () => Promise<unknown>): Promise<number> => {
        const start = performance.now();
        await work();
        return performance.now() - start;
      };
      const searches = async (org: number): Promise<number[]> => {
        const times: number[] = [];
        for (let round = 0; round < rounds; round++)
          for (const question of questions)
            times.push(
              await timed(() =>
                db.asOrg(org, (tx) => searchObjects(tx, viewerOf(org), { ...question, limit: 100 }, now)),
              ),
            );
        return times.sort((a, b) => a - b);
      };
      const all = await searches(members[1] ?? 0);
      const some = await searches(few);
      const pasted = await sampleValues(db.pool, count);
      const warned = await readWarned(db);
      const look = (org: number) =>
        timed(() => db.asOrg(org, (tx) => knownValues(tx, viewerOf(org), pasted, warned, now)));
      const at = (times: readonly number[], share: number) => Math.round(times[Math.floor(times.length * share)] ?? 0);
      return {
        stored: count,
        indexedPerSecond,
        searchP50Ms: at(all, 0.5),
        searchP99Ms: at(all, 0.99),
        fewP50Ms: at(some, 0.5),
        fewP99Ms: at(some, 0.99),
        lookup5000S: Math.round(await look(members[1] ?? 0)) / 1000,
        fewLookup5000S: Math.round(await look(few)) / 1000,
      };
    } finally {
      await db.close();
    }
  } finally {
    await cluster.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** 5,000 values, every other one of which an object looks for (fill-objects.ts counts anew in each 100,000). */
async function sampleValues(pool: Awaited<ReturnType<typeof openDb>>['pool'], count: number): Promise<string[]> {
  const { rows } = await pool.query<{ value: string }>(
    `select case when n % 2 = 0 then md5((1 + n % $1)::text) else md5('unknown' || n) end || '.example.org' as value from generate_series(1, 5000) n`,
    [Math.min(count, 100_000)],
  );
  return rows.map(({ value }) => value);
}
