import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import { testDatabase, type TestDatabase } from '../../../test/database.ts';
import { registryVersion } from '../pipeline/store.ts';
import { snapshotFolder, writeImage } from './client/snapshot-file.ts';
import { addRecord, createCompilation, finishCompilation } from './compile.ts';
import { DRILL_SNAPSHOT, drillSnapshot } from './drill-snapshot.ts';
import { createIpDataHolder } from './holder.ts';
import { parsePrefix } from './prefix.ts';
import { openSnapshot, type IpSnapshot } from './snapshot.ts';
import {
  activateSnapshot,
  ensureDrillSnapshot,
  listSnapshots,
  loadActive,
  refreshHolder,
  registerSnapshot,
} from './store.ts';

let database: TestDatabase;
let dataDir: string;
const system = <T>(work: (tx: Tx) => Promise<T>): Promise<T> => database.db.asSystem('test', work);
const outcome = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no error',
    (error: unknown) => (error instanceof AppError ? `${error.code}: ${error.message}` : String(error)),
  );

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'ip-data-'));
  await system((tx) => tx.query('delete from ip_snapshot'));
  await system((tx) => tx.query('delete from autonomous_system'));
});
afterEach(() => {
  rmSync(dataDir, { recursive: true });
});

/** A snapshot of one prefix, whose file lies in the folder. */
async function snapshotOf(name: string, asn: number, asName: string, country = ''): Promise<IpSnapshot> {
  const compilation = createCompilation();
  addRecord(
    compilation,
    { asn: 'operator-csv', country: 'as-registration' },
    { prefixes: [parsePrefix('198.51.100.0/24')!], asns: [asn], country, name: asName },
  );
  const snapshot = openSnapshot(
    finishCompilation(compilation, { name, builtAt: '2026-03-04T05:06:07.000Z', inputs: [] }),
  );
  await writeImage(join(snapshotFolder(dataDir), `${name}.ipdata`), snapshot.image);
  return snapshot;
}

test('a snapshot is registered once; another of its name is a conflict', async () => {
  const snapshot = await snapshotOf('one', 64_500, 'Example One');
  const first = await system((tx) => registerSnapshot(tx, snapshot));
  const again = await system((tx) => registerSnapshot(tx, snapshot));
  expect(again).toEqual(first);
  expect(first).toMatchObject({
    name: 'one',
    builtAt: new Date('2026-03-04T05:06:07Z'),
    active: false,
    file: 'one.ipdata',
    sha256: snapshot.sha256,
    prefixes4: 1,
    prefixes6: 0,
    inputs: [],
  });
  const other = await snapshotOf('one', 64_501, 'Example Two');
  expect(await outcome(system((tx) => registerSnapshot(tx, other)))).toContain(
    'conflict: Another snapshot is named one',
  );
  expect(await system(listSnapshots)).toEqual([first]);
});

test('activating changes the one in use, its AS names, the registry version and the holder, without a stop', async () => {
  const one = await system(async (tx) => registerSnapshot(tx, await snapshotOf('one', 64_500, 'Example One', 'AT')));
  const two = await system(async (tx) => registerSnapshot(tx, await snapshotOf('two', 64_500, 'Example One, renamed')));
  const holder = createIpDataHolder(await loadActive(database.db, dataDir));
  expect(holder.current()).toBeNull();

  const version = await system(registryVersion);
  await system((tx) => activateSnapshot(tx, one.id, dataDir));
  await refreshHolder(database.db, dataDir, holder);
  expect(holder.current()).toMatchObject({ id: one.id, snapshot: { name: 'one' } });
  expect(await system(registryVersion)).toBeGreaterThan(version);

  await Promise.all([two.id, one.id, two.id].map((id) => system((tx) => activateSnapshot(tx, id, dataDir))));
  await system((tx) => activateSnapshot(tx, two.id, dataDir));
  await refreshHolder(database.db, dataDir, holder);
  expect(holder.current()?.snapshot.name).toBe('two');
  expect((await system(listSnapshots)).filter(({ active }) => active).map(({ name }) => name)).toEqual(['two']);
  // The second snapshot gives no country: that of the first one stays.
  expect(await system((tx) => tx.query('select asn, name, country from autonomous_system'))).toEqual([
    { asn: 64_500, name: 'Example One, renamed', country: 'AT' },
  ]);
});

test('a broken or missing file is refused, and what is in use stays', async () => {
  const one = await system(async (tx) => registerSnapshot(tx, await snapshotOf('one', 64_500, 'Example One')));
  const two = await system(async (tx) => registerSnapshot(tx, await snapshotOf('two', 64_501, 'Example Two')));
  const file = (name: string): string => join(snapshotFolder(dataDir), `${name}.ipdata`);
  await system((tx) => activateSnapshot(tx, one.id, dataDir));

  writeFileSync(file('two'), readFileSync(file('one')));
  expect(await outcome(system((tx) => activateSnapshot(tx, two.id, dataDir)))).toContain(
    'validation_failed: two.ipdata: not the file that was registered',
  );
  rmSync(file('two'));
  expect(await outcome(system((tx) => activateSnapshot(tx, two.id, dataDir)))).toContain(
    'validation_failed: The file of the IP snapshot two is missing',
  );
  expect(await outcome(system((tx) => activateSnapshot(tx, 1_000_000, dataDir)))).toContain('not_found');
  expect((await loadActive(database.db, dataDir))?.id).toBe(one.id);

  rmSync(file('one'));
  expect(await outcome(loadActive(database.db, dataDir))).toContain(
    'OperatorError: The file of the IP snapshot one is missing',
  );
});

test('a drill gets its own snapshot, and keeps another that is in use', async () => {
  await ensureDrillSnapshot(database.db, dataDir);
  await ensureDrillSnapshot(database.db, dataDir);
  expect((await loadActive(database.db, dataDir))?.snapshot.sha256).toBe(drillSnapshot().sha256);
  const [{ systems }] = (await system((tx) =>
    tx.query<{ systems: number }>('select count(*) as systems from autonomous_system'),
  )) as [{ systems: number }];
  expect(systems).toBe(121);

  const one = await system(async (tx) => registerSnapshot(tx, await snapshotOf('one', 64_500, 'Example One')));
  await system((tx) => activateSnapshot(tx, one.id, dataDir));
  await system((tx) =>
    tx.query(`update ip_snapshot set sha256 = 'of an older programme' where name = $1`, [DRILL_SNAPSHOT]),
  );
  await ensureDrillSnapshot(database.db, dataDir);
  expect((await loadActive(database.db, dataDir))?.snapshot.name).toBe('one');
  expect((await system(listSnapshots)).find(({ name }) => name === DRILL_SNAPSHOT)?.sha256).toBe(
    drillSnapshot().sha256,
  );
});
