import type { Tx } from '#kernel/db.ts';

/** What this deployment is. */
export function readProgramme(tx: Tx): Promise<{ name: string; kind: 'drill' | 'real' }> {
  return tx.one('select name, kind from programme');
}
