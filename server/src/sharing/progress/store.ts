import type { Tx } from '#kernel/db.ts';

/** Up to which registry audiences were brought, and by which constituencies objects were matched. */
export interface SharingProgress {
  readonly registry: number;
  readonly entries: string;
}

export function readProgress(tx: Tx): Promise<SharingProgress> {
  return tx.one('select registry, entries from sharing_progress');
}

export async function writeProgress(tx: Tx, { registry, entries }: SharingProgress): Promise<void> {
  await tx.query('update sharing_progress set registry = $1, entries = $2', [registry, entries]);
}

/** Ends the time in which those who were suspended may still read what was taken back from them. */
export async function closeTombstones(tx: Tx, now: Date): Promise<void> {
  for (const table of ['org', 'nation'])
    await tx.query(`update ${table} set tombstones_until = null where tombstones_until <= $1`, [now]);
}
