import type { Tx } from '#kernel/db.ts';
import type { ChainHead, Sealed } from '../seal.ts';
import type { SeenRow, UnsealedRead } from '../seen.ts';

/** Key of the advisory lock under which chains go on; arbitrary, and used for nothing else. */
const sealLock = 0x7461_7564;

/** True when this transaction is the one that goes on with the chains; another process may be at it. */
export async function mayChain(tx: Tx): Promise<boolean> {
  const { mine } = await tx.one<{ mine: boolean }>('select pg_try_advisory_xact_lock($1) as mine', [sealLock]);
  return mine;
}

/** Where every chain stands. */
export const readHeads = (tx: Tx): Promise<ChainHead[]> =>
  tx.query(`select log, org, seq, encode(hash, 'hex') as hash from log_head`);

/** Gives rows their places and moves the heads. */
export async function writeSealed(
  tx: Tx,
  sealed: readonly Sealed[],
  heads: readonly ChainHead[],
  starts: readonly string[],
  now: Date,
): Promise<void> {
  for (const [table, rows] of [
    ['audit_row', sealed.filter(({ log }) => log !== 'receipt')],
    ['receipt', sealed.filter(({ log }) => log === 'receipt')],
  ] as const) {
    if (rows.length === 0) continue;
    await tx.query(
      `update ${table} r set seq = s.seq, hash = decode(s.hash, 'hex')${table === 'audit_row' ? ', routes = null, owners = null' : ''}
       from unnest($1::int8[], $2::int8[], $3::text[]) as s (id, seq, hash) where r.id = s.id`,
      [rows.map(({ id }) => id), rows.map(({ seq }) => seq), rows.map(({ hash }) => hash)],
    );
  }
  await tx.query(
    `insert into log_head as h (log, org, seq, hash, start_hash, sealed_at)
     select log, org, seq, decode(hash, 'hex'), decode(start, 'hex'), $6
     from unnest($1::text[], $2::int[], $3::int8[], $4::text[], $5::text[]) as n (log, org, seq, hash, start)
     on conflict (log, org) do update set seq = excluded.seq, hash = excluded.hash, sealed_at = excluded.sealed_at`,
    [
      heads.map(({ log }) => log),
      heads.map(({ org }) => org),
      heads.map(({ seq }) => seq),
      heads.map(({ hash }) => hash),
      starts,
      now,
    ],
  );
}

/** Of rows that are not sealed yet, those that say whose data they showed. */
export const readShown = (tx: Tx, ids: readonly number[]): Promise<UnsealedRead[]> =>
  tx.query(
    `select org, at, action, subject, routes, owners, detail ? 'episodes' as episodes from audit_row
     where id = any($1) and (routes is not null or owners is not null) order by id`,
    [ids],
  );

/** The orgs whom events of each route concern, and the handles of all orgs. */
export async function readConcerned(
  tx: Tx,
  routes: readonly number[],
): Promise<{ orgsOfRoute: Map<number, number[]>; handles: Map<number, string> }> {
  const members = await tx.query<{ route: number; org: number }>(
    'select r.id as route, m.org from route r join audience_member m on m.audience = r.audience where r.id = any($1)',
    [routes],
  );
  const orgsOfRoute = new Map<number, number[]>();
  for (const { route, org } of members) orgsOfRoute.set(route, [...(orgsOfRoute.get(route) ?? []), org]);
  const orgs = await tx.query<{ id: number; handle: string }>('select id, handle from org');
  return { orgsOfRoute, handles: new Map(orgs.map(({ id, handle }) => [id, handle])) };
}

/** Adds rows to the logs of those whose data was seen. */
export async function insertSeen(tx: Tx, rows: readonly SeenRow[]): Promise<void> {
  await tx.query(
    `insert into audit_row (log, at, org, action, subject, detail)
     select 'seen', at, org, 'data.seen', 'org/' || reader, detail
     from jsonb_to_recordset($1::jsonb) as r (at timestamptz, org int, reader text, detail jsonb)`,
    [JSON.stringify(rows)],
  );
}
