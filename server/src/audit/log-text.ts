import type { Checkpoint, CheckpointKey, LogHead, LogName } from '@tocsin/api/audit/entry.ts';
import type { NamedEntry } from '@tocsin/api/audit/verify-chain.ts';
import { csvLine } from '#kernel/csv.ts';

// The form of an exported log: NDJSON, one object a line, of which each has one member that says what it is.

const line = (value: object): string => `${JSON.stringify(value)}\n`;

/** The first line: which chain this is, and where it stands. */
export const headLine = (head: LogHead, exportedAt: Date): string =>
  line({ head, exportedAt: exportedAt.toISOString() });

export const entryLines = (entries: readonly NamedEntry[]): string => entries.map((entry) => line({ entry })).join('');

/** The last lines: what the chain is held against. */
export const checkpointLines = (checkpoints: readonly Checkpoint[], keys: readonly CheckpointKey[]): string =>
  [...keys.map((key) => line({ key })), ...checkpoints.map((checkpoint) => line({ checkpoint }))].join('');

const place = ['seq', 'time', 'log'] as const;
const columns = {
  audit: [...place, 'actor', 'address', 'action', 'subject', 'detail', 'hash'],
  seen: [...place, 'reader', 'action', 'route', 'reads', 'events', 'episodes', 'objects', 'hash'],
  receipt: [
    ...place,
    'kind',
    'channel',
    'subject',
    'epoch',
    'first_change',
    'last_change',
    'items',
    'digest',
    'actor',
    'detail',
    'hash',
  ],
} as const satisfies Record<LogName, readonly string[]>;

export const csvHeader = (log: LogName): string => csvLine(columns[log]);

/** Entries as CSV, for reading; to verify a log takes its NDJSON. */
export const csvEntries = (log: LogName, entries: readonly NamedEntry[]): string =>
  entries.map((entry) => csvLine(cellsOf(log, entry))).join('');

function cellsOf(log: LogName, entry: NamedEntry): unknown[] {
  const { seq, at, hash, detail, names } = entry;
  const actor = names?.actor?.value ?? null;
  if (entry.log === 'receipt') {
    const { kind, channel, subject, epoch, firstSeq, lastSeq, items, digest } = entry;
    return [seq, at, log, kind, channel, subject, epoch, firstSeq, lastSeq, items, digest, actor, detail, hash];
  }
  if (log === 'seen') {
    const { action, route, reads, events, episodes, objects } = detail;
    return [seq, at, log, entry.subject.replace(/^org\//, ''), action, route, reads, events, episodes, objects, hash];
  }
  return [seq, at, log, actor, names?.address?.value ?? null, entry.action, entry.subject, detail, hash];
}
