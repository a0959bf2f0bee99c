import { canonicalEntry, chainHash, identityText, type Sha256 } from './canonical.ts';
import type { Finding, Identity, LogEntry, LogHead } from './entry.ts';

/** An entry as exports have it: with the names behind its digests, as far as they are not erased. */
export type NamedEntry = LogEntry & { readonly names?: { readonly actor?: Identity; readonly address?: Identity } };

/** Holds the rows of one chain against each other, one by one in order of `seq`. */
export interface ChainVerifier {
  push(entry: NamedEntry): void;
  /** Call after the last row. */
  end(): void;
  /** Hash of the row at a place, or of what came before the kept rows; undefined where there is none. */
  hashAt(seq: number): string | undefined;
  readonly rows: () => number;
}

/**
 * Begins to verify the chain that `head` describes; `found` is told of each thing that does not fit. `kept` are the places
 * whose hashes are asked for later: those of checkpoints.
 *
 * A row whose content was changed no longer gives its hash; a row that was removed leaves a gap; one that was inserted has
 * no place or another's; rows that changed places give neither's hash. Who computes all hashes anew makes a chain that
 * holds in itself: that is what checkpoints are for.
 */
export function verifyChain(
  sha256: Sha256,
  head: LogHead,
  kept: ReadonlySet<number>,
  found: (finding: Finding) => void,
): ChainVerifier {
  const hashes = new Map([[head.startSeq, head.startHash]]);
  let previous = head.startHash;
  let last = head.startSeq;
  let rows = 0;
  const report = (problem: Finding['problem'], seq: number | null, id: number | null, detail: string): void =>
    found({ log: head.log, org: head.org, problem, seq, id, detail });

  return {
    push(entry) {
      const { seq, id, hash } = entry;
      rows++;
      checkNames(sha256, entry, () =>
        report('identity_changed', seq, id, 'The name does not give the digest in the row.'),
      );
      if (seq === null || hash === null) return report('inserted', seq, id, 'The row has no place in the chain.');
      if (seq <= last) {
        return seq <= head.startSeq
          ? report('inserted', seq, id, `The row lies before the beginning of the chain, ${head.startSeq}.`)
          : report('reordered', seq, id, `The row comes after place ${last}.`);
      }
      if (seq > last + 1) report('removed', last + 1, null, `Places ${last + 1} to ${seq - 1} are missing.`);
      // Behind a gap the hash before is not known: the row's own hash then stands as it is.
      else if (chainHash(sha256, previous, entry) !== hash)
        report('changed', seq, id, `The row says ${canonicalEntry(entry)}, which does not give its hash.`);
      if (kept.has(seq)) hashes.set(seq, hash);
      previous = hash;
      last = seq;
    },
    end() {
      if (last < head.seq) report('removed', last + 1, null, `Places ${last + 1} to ${head.seq} are missing.`);
      else if (last > head.seq) report('inserted', last, null, `The head of the chain is at ${head.seq}.`);
      else if (previous !== head.hash)
        report('head_differs', last, null, 'The head has another hash than the last row.');
    },
    hashAt: (seq) => hashes.get(seq),
    rows: () => rows,
  };
}

function checkNames(sha256: Sha256, entry: NamedEntry, differs: () => void): void {
  const { actor, address } = entry.names ?? {};
  const digest = entry.log === 'receipt' ? null : entry.address;
  if (actor?.key != null && sha256(identityText('actor', actor)) !== entry.who) differs();
  if (address?.key != null && sha256(identityText('address', address)) !== digest) differs();
}
