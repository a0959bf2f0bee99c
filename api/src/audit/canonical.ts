import type { CheckpointPlace, Identity, LogEntry, LogName } from './entry.ts';

/** SHA-256 of a text's UTF-8 bytes, as 64 hexadecimal digits. Handed in: browsers and Node have their own. */
export type Sha256 = (text: string) => string;

/** JSON with the members of objects in order of their names (as RFC 8785 has them), so that one value has one text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return value === undefined ? 'null' : JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

/** What the hash of a row is taken of, but for the hash before it: every field that says something, in fixed order. */
export function canonicalEntry(entry: LogEntry): string {
  const { log, org, seq, id, at, who, detail } = entry;
  const place = ['tocsin-log-1', log, org, seq, id, at, who];
  return canonicalJson(
    entry.log === 'receipt'
      ? [
          ...place,
          entry.kind,
          entry.channel,
          entry.subject,
          entry.epoch,
          entry.firstSeq,
          entry.lastSeq,
          entry.items,
          entry.digest,
          detail,
        ]
      : [...place, entry.address, entry.action, entry.subject, detail],
  );
}

/** What stands before the first row of a chain. */
export const genesis = (sha256: Sha256, log: LogName, org: number): string => sha256(`tocsin-log-1 ${log} ${org}`);

/** The hash of a row: over the hash before it and the row. */
export const chainHash = (sha256: Sha256, previous: string, entry: LogEntry): string =>
  sha256(`${previous}\n${canonicalEntry(entry)}`);

/** What the digest of a name or address is taken of; the database computes it too (audit_digest). */
export const identityText = (kind: 'actor' | 'address', { key, value }: Identity): string =>
  `${key ?? ''}:${kind}:${value ?? ''}`;

/**
 * The digest that stands for a chain's place in a checkpoint. The hash in it is known to who may read the chain, so that
 * nobody else learns from the digest whose chain moved; the number makes each checkpoint's digests new.
 */
export const leafOf = (sha256: Sha256, number: number, { log, org, seq, hash }: CheckpointPlace): string =>
  sha256(`tocsin-leaf-1 ${number} ${log} ${org} ${seq} ${hash}`);

/** What a checkpoint says. */
export interface CheckpointDocument {
  readonly number: number;
  readonly at: string;
  /** SHA-256 of the document before; null for the first. */
  readonly previous: string | null;
  /** In order of their digits, so that their order says nothing. */
  readonly leaves: readonly string[];
}

/** The text that is signed. */
export function checkpointText(
  sha256: Sha256,
  given: Omit<CheckpointDocument, 'leaves'>,
  places: readonly CheckpointPlace[],
): string {
  const leaves = places.map((place) => leafOf(sha256, given.number, place)).sort();
  return canonicalJson({ ...given, leaves });
}
