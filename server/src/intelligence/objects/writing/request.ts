import type { Tx } from '#kernel/db.ts';
import type { ReleaseTerms } from '#sharing/index.ts';
import type { NewObject, StoredObject } from '../outcome.ts';

/** Objects that one org stores together, and under what. `storeObjects(db, request, now)` gives one outcome per object, in their order. */
export interface StoreRequest {
  readonly objects: readonly NewObject[];
  readonly terms: ReleaseTerms;
  /** True: drafts, which nobody sees but their org; `terms` then gives the owner alone. */
  readonly draft?: boolean;
  /** 0, the programme's intelligence, unless told. */
  readonly collection?: number;
  /** The person or token that stores them. */
  readonly by: string;
  /** What commits with them: audit row, status of a request. Runs as the programme, before the lock on the log is taken. */
  readonly within?: (tx: Tx, outcomes: readonly StoredObject[]) => Promise<void>;
}

/** Versions that their owner takes back: `withdrawObjects(db, request, now)` gives how many were, each with its tombstones. */
export interface WithdrawRequest {
  readonly owner: number;
  readonly collection?: number;
  readonly id: string;
  /** One version, in any spelling; all of them unless told. */
  readonly version?: string;
  /** Goes into the tombstone: a word such as `withdrawn`, `mistake`, `obsolete`. */
  readonly reason: string;
  readonly by: string;
  readonly within?: (tx: Tx) => Promise<void>;
}
