/** What changed between the columns that a report had and those that it has. Order does not count. */
export interface Drift {
  readonly added: readonly string[];
  readonly missing: readonly string[];
}

/** The drift, or null where the columns are the same or none were known before. */
export function columnDrift(before: readonly string[] | undefined, now: readonly string[]): Drift | null {
  if (before === undefined) return null;
  const added = now.filter((column) => !before.includes(column));
  const missing = before.filter((column) => !now.includes(column));
  return added.length + missing.length === 0 ? null : { added, missing };
}
