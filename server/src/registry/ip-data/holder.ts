import type { IpSnapshot } from './snapshot.ts';

/** A snapshot with the id under which the registry knows it. */
export interface SnapshotInUse {
  readonly id: number;
  readonly snapshot: IpSnapshot;
}

/** Where the running programme keeps the snapshot in use, so that it can change without a stop. */
export interface IpDataHolder {
  /** The snapshot in use; null before the first one. Take it once per batch: one batch is enriched by one snapshot. */
  current(): SnapshotInUse | null;
  /** Puts another snapshot in use and tells everyone; nothing happens where it is in use already. */
  replace(next: SnapshotInUse): void;
  /** Calls `tell` after each replacement; returns what ends that. Workers are sent `snapshot.image` and open it there. */
  subscribe(tell: (inUse: SnapshotInUse) => void): () => void;
}

/** A holder that begins with `first`. */
export function createIpDataHolder(first: SnapshotInUse | null = null): IpDataHolder {
  let inUse = first;
  const listeners = new Set<(inUse: SnapshotInUse) => void>();
  return {
    current: () => inUse,
    replace(next) {
      if (next.id === inUse?.id && next.snapshot.sha256 === inUse.snapshot.sha256) return;
      inUse = next;
      for (const tell of [...listeners]) tell(next);
    },
    subscribe(tell) {
      listeners.add(tell);
      return () => listeners.delete(tell);
    },
  };
}
