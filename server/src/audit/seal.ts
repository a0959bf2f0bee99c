import { chainHash, genesis } from '@tocsin/api/audit/canonical.ts';
import type { LogEntry, LogName } from '@tocsin/api/audit/entry.ts';
import { sha256 } from './digest.ts';

/** Where a chain stands. */
export interface ChainHead {
  readonly log: LogName;
  readonly org: number;
  readonly seq: number;
  readonly hash: string;
}

/** What sealing gives a row. */
export interface Sealed {
  readonly log: LogName;
  readonly id: number;
  readonly seq: number;
  readonly hash: string;
}

export const chainKey = ({ log, org }: Pick<ChainHead, 'log' | 'org'>): string => `${log} ${org}`;

/** The head of a chain that has no rows yet. */
export const emptyHead = (log: LogName, org: number): ChainHead => ({
  log,
  org,
  seq: 0,
  hash: genesis(sha256, log, org),
});

/** Goes on with the chains of `heads` by rows that have no place yet, in the order given. Returns places and new heads. */
export function seal(
  heads: readonly ChainHead[],
  rows: readonly LogEntry[],
): { readonly sealed: Sealed[]; readonly heads: ChainHead[] } {
  const known = new Map(heads.map((head) => [chainKey(head), head]));
  const moved = new Map<string, ChainHead>();
  const sealed = rows.map((row) => {
    const { log, org, id } = row;
    const key = chainKey(row);
    const head = moved.get(key) ?? known.get(key) ?? emptyHead(log, org);
    const seq = head.seq + 1;
    const hash = chainHash(sha256, head.hash, { ...row, seq });
    moved.set(key, { log, org, seq, hash });
    return { log, id, seq, hash };
  });
  return { sealed, heads: [...moved.values()] };
}
