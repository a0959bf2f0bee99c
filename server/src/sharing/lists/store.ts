import type { Tx } from '#kernel/db.ts';

/** A line for the log: a version for the members of one audience. */
export interface ObjectLine {
  readonly version: number;
  readonly stixId: string;
  readonly stixVersion: string;
  readonly type: string;
  readonly collection: number;
  readonly audience: number;
  readonly kind: 'published' | 'updated' | 'withdrawn';
  readonly reason: string;
}

/**
 * Adds changes of objects to the log in the order given, and what was published to the lists of their audiences; call it
 * last in the transaction, as the programme. It takes the lock on the head of the log and keeps it until commit: the order
 * of `seq`, and of `date_added`, of which each line gets a microsecond of its own, is the order of commit.
 */
export async function appendObjectLines(tx: Tx, lines: readonly ObjectLine[], now: Date): Promise<void> {
  const count = lines.length;
  if (count === 0) return;
  // The lock first, in a statement of its own: what the next one reads was committed before.
  const head = await tx.one<{ seq: number; added: string }>(
    `update change_head set seq = seq + $1,
       date_added = greatest(date_added + $1 * interval '1 microsecond', $2::timestamptz + ($1 - 1) * interval '1 microsecond')
     returning seq, date_added::text as added`,
    [count, now],
  );
  const { several } = await tx.one<{ several: string[] | null }>(insertLines, [
    head.seq - count,
    head.added,
    count,
    now,
    lines.map(({ version }) => version),
    lines.map(({ stixId }) => stixId),
    lines.map(({ stixVersion }) => stixVersion),
    lines.map(({ type }) => type),
    lines.map(({ collection }) => collection),
    lines.map(({ audience }) => audience),
    lines.map(({ kind }) => kind),
    lines.map(({ reason }) => reason),
  ]);
  if (several !== null)
    await tx.query(
      `update collection_entry set several = true where not several
         and version in (select id from object_version where stix_id = any($1))`,
      [several],
    );
  await tx.query(`select pg_notify('change', $1)`, [String(head.seq)]);
}

const insertLines = `
  with line as (
    select l.*, $1::int8 + n as seq, $2::timestamptz - ($3 - n) * interval '1 microsecond' as date_added
    from unnest($5::int8[], $6::text[], $7::text[], $8::text[], $9::int[], $10::int[], $11::text[], $12::text[])
      with ordinality as l (version, stix_id, stix_version, type, collection, audience, kind, reason, n)
  ), logged as (
    insert into change (seq, committed_at, audience, kind, subject, version, stix_id, stix_version, collection, date_added, reason)
    select seq, $4, audience, kind, 'object', version, stix_id, stix_version, collection, date_added, reason from line
  ), listed as (
    insert into collection_entry (version, seq, audience, collection, date_added, type, several)
    select version, seq, audience, collection, date_added, type,
      exists (select from object_version o where o.stix_id = line.stix_id and o.id <> line.version)
    from line where kind <> 'withdrawn'
    returning version, several
  )
  select array_agg(line.stix_id) as several from listed join line on line.version = listed.version where listed.several`;
