import { hash } from 'node:crypto';
import type { HeldRecord } from '../portion.ts';

/** A record to hold, with where it came from. */
export interface RecordToHold extends HeldRecord {
  readonly batch: number;
  readonly source: number;
  readonly feed: string;
  readonly report: string | null;
}

/** What makes a held record the same one when it comes again: feed, report, header and bytes. */
export function heldHash({
  feed,
  report,
  header,
  raw,
}: Pick<RecordToHold, 'feed' | 'report' | 'header' | 'raw'>): Buffer {
  return hash(
    'sha256',
    Buffer.concat([
      Buffer.from(`${feed}\u0000${report ?? ''}\u0000`),
      header ?? Buffer.alloc(0),
      Buffer.from('\n'),
      raw,
    ]),
    'buffer',
  );
}

/** Records of one source that are the same become one, with how often it came; in the order of their keys. */
export function distinctHeld(records: readonly RecordToHold[]): { record: RecordToHold; key: Buffer; seen: number }[] {
  const found = new Map<string, { record: RecordToHold; key: Buffer; seen: number }>();
  for (const record of records) {
    const key = heldHash(record);
    const name = `${record.source} ${key.toString('hex')}`;
    const known = found.get(name);
    if (known === undefined) found.set(name, { record, key, seen: 1 });
    else known.seen++;
  }
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
