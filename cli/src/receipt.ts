import type { Receipt } from '@tocsin/api';
import { formatTable } from './table.ts';

/** Receipts as people read them: one a line, then why records were filtered or refused. */
export function formatReceipts(receipts: readonly Receipt[]): string {
  const table = formatTable(
    receipts.map(({ batch, source, feed, report, name, state, repeated, records, accepted, duplicate, filtered, quarantined, receivedAt }) => ({
      batch, source, feed: report === null ? feed : `${feed} ${report}`, name, state: repeated ? 'repeated' : state, records, accepted, duplicate,
      filtered, quarantined, received: receivedAt,
    })), // prettier-ignore
  );
  const why = receipts.flatMap(({ batch, filteredBy, quarantinedBy }) => [
    ...Object.entries(filteredBy).map(([reason, { count }]) => ({
      batch,
      outcome: 'filtered',
      reason,
      records: count,
    })),
    ...Object.entries(quarantinedBy).map(([reason, records]) => ({ batch, outcome: 'quarantined', reason, records })),
  ]);
  return why.length === 0 ? table : `${table}\n\n${formatTable(why)}`;
}
