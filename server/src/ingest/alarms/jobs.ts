import type { Receipt } from '@tocsin/api';
import type { Clock } from '#kernel/clock.ts';
import type { Db, Tx } from '#kernel/db.ts';
import { rememberColumns, type SourceRow } from '../sources/store.ts';
import { columnDrift } from './drift.ts';
import { openAlarm, recentlyFruitful, settleAlarms, silentSources } from './store.ts';

/** After a batch: has its report changed its columns, or did a feed that gave events come empty? */
export async function afterBatch(
  tx: Tx,
  source: SourceRow,
  receipt: Receipt,
  columns: readonly string[] | null,
  now: Date,
): Promise<void> {
  const report = receipt.report ?? receipt.feed;
  const gave = receipt.accepted + receipt.duplicate > 0;
  if (columns !== null && columns.length > 0) {
    const before = source.columns[report];
    const drift = columnDrift(before, columns);
    if (drift !== null) await openAlarm(tx, source.id, 'drift', { report, batch: receipt.batch, ...drift }, now);
    if (drift !== null || before === undefined) await rememberColumns(tx, source.id, report, columns);
  }
  if (gave) await settleAlarms(tx, source.id, ['empty', 'silent'], now);
  else if (!receipt.repeated && (await recentlyFruitful(tx, source.id, receipt.report, receipt.batch))) {
    await openAlarm(tx, source.id, 'empty', { report, batch: receipt.batch, records: receipt.records }, now);
  }
}

/** Opens an alarm for each source that has been silent for longer than it declares. */
export async function raiseSilence(db: Db, clock: Clock): Promise<number> {
  const now = clock.now();
  return db.asIngest(async (tx) => {
    const silent = await silentSources(tx, now);
    for (const { id, lastBatchAt } of silent)
      await openAlarm(tx, id, 'silent', { lastBatchAt: lastBatchAt.toISOString() }, now);
    return silent.length;
  });
}
