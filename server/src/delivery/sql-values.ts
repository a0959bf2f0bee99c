/** The values of a statement that is put together from parts: each one gets its number once. */
export interface SqlValues {
  /** Takes a value and gives its place: `$3`. */
  add(value: unknown): string;
  readonly all: readonly unknown[];
}

export function sqlValues(): SqlValues {
  const all: unknown[] = [];
  return { add: (value) => `$${all.push(value)}`, all };
}
