import type { Checkpoint, CheckpointKey, CheckpointPlace } from '@tocsin/api/audit/entry.ts';
import type { Tx } from '#kernel/db.ts';

const instant = `to_char(c.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`;

/** Checkpoints in order behind a number, with the places that the acting org may see, or those of one org alone. */
export function readCheckpoints(tx: Tx, after: number, limit: number, org?: number): Promise<Checkpoint[]> {
  return tx.query(
    `select c.number, ${instant}, c.key, c.document, c.signature,
            coalesce((select jsonb_agg(jsonb_build_object('log', p.log, 'org', p.org, 'seq', p.seq, 'hash', encode(p.hash, 'hex')) order by p.log, p.org)
                      from checkpoint_place p where p.number = c.number and ($3::int is null or p.org = $3)), '[]') as places
     from checkpoint c where c.number > $1 order by c.number limit $2`,
    [after, limit, org ?? null],
  );
}

/** The last checkpoint: its number, time and text. */
export const lastCheckpoint = (tx: Tx): Promise<{ number: number; at: Date; document: string } | undefined> =>
  tx.maybe('select number, at, document from checkpoint order by number desc limit 1');

/** The chains that moved on since the last checkpoint that names them. */
export const movedSince = (tx: Tx): Promise<CheckpointPlace[]> =>
  tx.query(
    `select h.log, h.org, h.seq, encode(h.hash, 'hex') as hash from log_head h
     where h.seq > coalesce((select p.seq from checkpoint_place p where p.log = h.log and p.org = h.org order by p.number desc limit 1), 0)`,
  );

/** Keeps a checkpoint with the places that moved. */
export async function insertCheckpoint(
  tx: Tx,
  given: { number: number; at: Date; key: string; document: string; signature: string },
  moved: readonly CheckpointPlace[],
): Promise<void> {
  await tx.query('insert into checkpoint (number, at, key, document, signature) values ($1, $2, $3, $4, $5)', [
    given.number,
    given.at,
    given.key,
    given.document,
    given.signature,
  ]);
  await tx.query(
    `insert into checkpoint_place (number, log, org, seq, hash)
     select $1, log, org, seq, decode(hash, 'hex') from jsonb_to_recordset($2::jsonb) as p (log text, org int, seq int8, hash text)`,
    [given.number, JSON.stringify(moved)],
  );
}

/** The keys that checkpoints were signed with, the oldest first. */
export async function readKeys(tx: Tx): Promise<CheckpointKey[]> {
  const rows = await tx.query<{ id: string; publicKey: string; since: Date }>(
    'select id, public_key as "publicKey", since from checkpoint_key order by since, id',
  );
  return rows.map((row) => ({ ...row, since: row.since.toISOString() }));
}

/** Publishes a key; known ones stay as they are. */
export async function publishKey(tx: Tx, key: { id: string; publicKey: string }, now: Date): Promise<void> {
  await tx.query('insert into checkpoint_key (id, public_key, since) values ($1, $2, $3) on conflict do nothing', [
    key.id,
    key.publicKey,
    now,
  ]);
}
