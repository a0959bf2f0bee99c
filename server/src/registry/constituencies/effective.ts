import type { ConstituencyKind } from '@tocsin/api';

/** What decides whether an entry of a constituency counts. */
export interface LayeredEntry {
  readonly id: number;
  readonly org: number;
  readonly layer: 'automatic' | 'manual';
  readonly kind: ConstituencyKind;
  readonly value: string;
  readonly effect: 'include' | 'exclude';
  readonly expiresAt: Date | null;
}

/** An entry holds up to its expiry, and no longer at that very instant. */
export function isExpired(entry: Pick<LayeredEntry, 'expiresAt'>, now: Date): boolean {
  return entry.expiresAt !== null && entry.expiresAt.getTime() <= now.getTime();
}

const keyOf = (entry: LayeredEntry): string => `${entry.org} ${entry.kind} ${entry.value}`;

/**
 * The ids of the entries that count at `now`, excludes among them. Manual wins, org by org: an unexpired manual exclude
 * hides the automatic entry of exactly that kind and value, an unexpired manual include stands in its place. One org's
 * entries never touch another's: several orgs may answer for the same network.
 */
export function inForce(entries: readonly LayeredEntry[], now: Date): Set<number> {
  const current = entries.filter((entry) => !isExpired(entry, now));
  const decided = new Set<string>();
  for (const entry of current) if (entry.layer === 'manual') decided.add(keyOf(entry));
  return new Set(
    current.filter((entry) => entry.layer === 'manual' || !decided.has(keyOf(entry))).map((entry) => entry.id),
  );
}

/**
 * What each org answers for at `now`: automatic entries less manual excludes, and manual includes; each kind and value
 * once per org, in the order given.
 */
export function effectiveEntries<E extends LayeredEntry>(entries: readonly E[], now: Date): E[] {
  const counting = inForce(entries, now);
  const seen = new Set<string>();
  return entries.filter((entry) => {
    if (entry.effect === 'exclude' || !counting.has(entry.id) || seen.has(keyOf(entry))) return false;
    seen.add(keyOf(entry));
    return true;
  });
}

/** The first instant after `now` at which what counts may change by itself, or null when nothing expires. */
export function nextExpiry(entries: readonly LayeredEntry[], now: Date): Date | null {
  let next: Date | null = null;
  for (const entry of entries) {
    if (entry.expiresAt === null || isExpired(entry, now)) continue;
    if (next === null || entry.expiresAt < next) next = entry.expiresAt;
  }
  return next;
}
