import type { Tx } from '#kernel/db.ts';

/** Keeps what became of a POST and gives it an id. */
export async function addStatus(tx: Tx, org: number, outcome: object, now: Date): Promise<string> {
  const { id } = await tx.one<{ id: string }>(
    'insert into taxii_status (org, received_at, outcome) values ($1, $2, $3) returning id',
    [org, now, JSON.stringify(outcome)],
  );
  return id;
}

/** The members of a status behind its id, as JSON text; undefined where the acting org has no such status. */
export async function readStatus(tx: Tx, org: number, id: string): Promise<string | undefined> {
  const row = await tx.maybe<{ outcome: string }>('select outcome from taxii_status where id = $1 and org = $2', [
    id,
    org,
  ]);
  return row?.outcome;
}

/** Removes what is older than a time; returns how many. */
export async function expireStatuses(tx: Tx, before: Date): Promise<number> {
  const rows = await tx.query('delete from taxii_status where received_at < $1 returning 1', [before]);
  return rows.length;
}
