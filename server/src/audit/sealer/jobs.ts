import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import { unsealedAudit, unsealedReceipts } from '../entries/store.ts';
import { emptyHead, seal } from '../seal.ts';
import { seenBy } from '../seen.ts';
import { insertSeen, mayChain, readConcerned, readHeads, readShown, writeSealed } from './store.ts';

const rowsAtOnce = 5000;

/**
 * Goes on with the chains by one portion of what was committed since: each row gets its place, and the orgs whose data was
 * read are told. All in one transaction, so that nothing is told twice. Returns how many rows there may be more; 0: all
 * is sealed, or another process is at it.
 */
async function sealPortion(db: Db, clock: Clock): Promise<number> {
  return db.asSystem('seal', async (tx) => {
    if (!(await mayChain(tx))) return 0;
    const audit = await unsealedAudit(tx, rowsAtOnce);
    const receipts = await unsealedReceipts(tx, rowsAtOnce);
    if (audit.length + receipts.length === 0) return 0;
    const shown = await readShown(
      tx,
      audit.map(({ id }) => id),
    );
    const told = shown.length === 0 ? [] : await tell(shown);
    if (told.length > 0) await insertSeen(tx, told);
    const { sealed, heads } = seal(await readHeads(tx), [...audit, ...receipts]);
    const starts = heads.map(({ log, org }) => emptyHead(log, org).hash);
    await writeSealed(tx, sealed, heads, starts, clock.now());
    return told.length + (audit.length === rowsAtOnce || receipts.length === rowsAtOnce ? 1 : 0);

    async function tell(reads: typeof shown) {
      const routes = [...new Set(reads.flatMap((read) => Object.keys(read.routes ?? {}).map(Number)))];
      const { orgsOfRoute, handles } = await readConcerned(tx, routes);
      return seenBy(reads, orgsOfRoute, handles);
    }
  });
}

/** Seals everything that is committed; for the loop of each second, and for tests. */
export async function sealAll(db: Db, clock: Clock): Promise<void> {
  while ((await sealPortion(db, clock)) > 0);
}
