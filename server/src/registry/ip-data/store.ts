import { join } from 'node:path';
import type { Db, Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import { OperatorError } from '#kernel/operator-error.ts';
import { bumpRegistryVersion } from '../pipeline/store.ts';
import { EXTENSION, readKnownSnapshot, snapshotFolder, writeImage } from './client/snapshot-file.ts';
import { drillSnapshot } from './drill-snapshot.ts';
import type { IpDataHolder, SnapshotInUse } from './holder.ts';
import type { IpSnapshot } from './snapshot.ts';
import type { InputSummary } from './snapshot-image.ts';

/** A registered snapshot. `file` is its name in the folder of snapshots. */
export interface SnapshotRow {
  readonly id: number;
  readonly name: string;
  readonly builtAt: Date;
  readonly active: boolean;
  readonly file: string;
  readonly sha256: string;
  readonly prefixes4: number;
  readonly prefixes6: number;
  readonly inputs: readonly InputSummary[];
}

const COLUMNS = 'id, name, built_at as "builtAt", active, file, sha256, prefixes4, prefixes6, inputs';
const SYSTEMS_AT_ONCE = 10_000;

/** All registered snapshots, the newest first. */
export async function listSnapshots(tx: Tx): Promise<SnapshotRow[]> {
  return tx.query<SnapshotRow>(`select ${COLUMNS} from ip_snapshot order by built_at desc, id desc`);
}

/**
 * Registers a snapshot whose file lies, or is about to lie, in the folder. The same snapshot again is the same row;
 * another of the same name is a `conflict`, for events name their snapshot.
 */
export async function registerSnapshot(tx: Tx, snapshot: IpSnapshot): Promise<SnapshotRow> {
  const { name, builtAt, sha256, prefixes4, prefixes6, inputs } = snapshot;
  await tx.query(
    `insert into ip_snapshot (name, built_at, file, sha256, prefixes4, prefixes6, inputs)
     values ($1, $2, $3, $4, $5, $6, $7::jsonb) on conflict (name) do nothing`,
    [name, builtAt, name + EXTENSION, sha256, prefixes4, prefixes6, JSON.stringify(inputs)],
  );
  const row = await tx.one<SnapshotRow>(`select ${COLUMNS} from ip_snapshot where name = $1`, [name]);
  if (row.sha256 !== sha256)
    throw new AppError('conflict', { detail: `Another snapshot is named ${name}: compile it under a new name.` });
  return row;
}

/** Takes over the names of autonomous systems that a snapshot brings. Names that it lacks stay as they are. */
async function importSystems(tx: Tx, snapshot: IpSnapshot): Promise<void> {
  const named = [...snapshot.systems()].filter(({ name }) => name !== '');
  for (let at = 0; at < named.length; at += SYSTEMS_AT_ONCE) {
    const part = named.slice(at, at + SYSTEMS_AT_ONCE);
    await tx.query(
      `insert into autonomous_system as old (asn, name, country)
       select asn, name, nullif(country, '') from unnest($1::bigint[], $2::text[], $3::text[]) as new (asn, name, country)
       on conflict (asn) do update set name = excluded.name, country = coalesce(excluded.country, old.country)
       where old.import is null and (old.name, old.country) is distinct from (excluded.name, coalesce(excluded.country, old.country))`,
      [part.map(({ asn }) => asn), part.map(({ name }) => name), part.map(({ country }) => country)],
    );
  }
}

/**
 * Makes a snapshot the one in use: reads its file, so that a broken one is refused while the old one goes on; takes over
 * its AS names; moves the registry version, by which every process learns of it. Throws `not_found`, `validation_failed`.
 */
export async function activateSnapshot(
  tx: Tx,
  id: number,
  dataDir: string,
): Promise<{ row: SnapshotRow; snapshot: IpSnapshot }> {
  const found = await tx.maybe<SnapshotRow>(`select ${COLUMNS} from ip_snapshot where id = $1`, [id]);
  if (found === undefined) throw new AppError('not_found', { detail: `No IP snapshot has the id ${id}.` });
  const snapshot = await readRegistered(found, dataDir);
  await tx.query('lock table ip_snapshot in share row exclusive mode'); // two at once would both be the one in use
  await tx.query('update ip_snapshot set active = false where active and id <> $1', [id]);
  const row = await tx.one<SnapshotRow>(`update ip_snapshot set active = true where id = $1 returning ${COLUMNS}`, [
    id,
  ]);
  await importSystems(tx, snapshot);
  await bumpRegistryVersion(tx);
  return { row, snapshot };
}

async function readRegistered({ name, file, sha256 }: SnapshotRow, dataDir: string): Promise<IpSnapshot> {
  try {
    return await readKnownSnapshot(join(snapshotFolder(dataDir), file), sha256);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    const detail = `The file of the IP snapshot ${name} is missing: put ${file} back into the folder ip-data.`;
    throw new AppError('validation_failed', { detail }, { cause: error });
  }
}

/** The snapshot in use, or null where none is. Throws OperatorError where its file is missing or broken. */
export async function loadActive(db: Db, dataDir: string): Promise<SnapshotInUse | null> {
  const row = await db.asSystem('load the IP snapshot in use', (tx) =>
    tx.maybe<SnapshotRow>(`select ${COLUMNS} from ip_snapshot where active`),
  );
  if (row === undefined) return null;
  try {
    return { id: row.id, snapshot: await readRegistered(row, dataDir) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    throw new OperatorError(`${error.message} Without it events would be routed to nobody.`, { cause: error });
  }
}

/** Brings the holder up to date with the registry; cheap where nothing has changed. Call it when the registry version moves. */
export async function refreshHolder(db: Db, dataDir: string, holder: IpDataHolder): Promise<void> {
  const row = await db.asSystem('see which IP snapshot is in use', (tx) =>
    tx.maybe<{ id: number; sha256: string }>('select id, sha256 from ip_snapshot where active'),
  );
  const held = holder.current();
  if (row === undefined || (row.id === held?.id && row.sha256 === held.snapshot.sha256)) return;
  const inUse = await loadActive(db, dataDir);
  if (inUse !== null) holder.replace(inUse);
}

/**
 * Puts the built-in snapshot of a drill in place, and in use where no other is. A newer programme may bring another
 * plan: in a drill, and there alone, the row then changes with it.
 */
export async function ensureDrillSnapshot(db: Db, dataDir: string): Promise<void> {
  const snapshot = drillSnapshot();
  await writeImage(join(snapshotFolder(dataDir), snapshot.name + EXTENSION), snapshot.image);
  await db.asSystem('register the IP snapshot of the drill', async (tx) => {
    const { name, sha256, prefixes4, prefixes6, inputs } = snapshot;
    await tx.query(
      'update ip_snapshot set sha256 = $2, prefixes4 = $3, prefixes6 = $4, inputs = $5::jsonb where name = $1 and sha256 <> $2',
      [name, sha256, prefixes4, prefixes6, JSON.stringify(inputs)],
    );
    const row = await registerSnapshot(tx, snapshot);
    const { used } = await tx.one<{ used: boolean }>('select exists (select from ip_snapshot where active) as used');
    if (!used) await activateSnapshot(tx, row.id, dataDir);
  });
}
