import type { IpSnapshot } from './snapshot.ts';

/** Where the running programme keeps the snapshot in use, so that it can change without a stop. */
export interface IpDataHolder {
  /** The snapshot in use. Take it once per batch: one batch is enriched by one snapshot. */
  current(): IpSnapshot;
  /** Puts another snapshot in use and tells everyone. */
  replace(snapshot: IpSnapshot): void;
  /** Calls `tell` after each replacement; returns what ends that. Workers are sent `snapshot.image` and open it there. */
  subscribe(tell: (snapshot: IpSnapshot) => void): () => void;
}

/** A holder that begins with `first`. */
export function createIpDataHolder(first: IpSnapshot): IpDataHolder {
  let snapshot = first;
  const listeners = new Set<(snapshot: IpSnapshot) => void>();
  return {
    current: () => snapshot,
    replace(next) {
      if (next.sha256 === snapshot.sha256) return;
      snapshot = next;
      for (const tell of [...listeners]) tell(next);
    },
    subscribe(tell) {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
  };
}
