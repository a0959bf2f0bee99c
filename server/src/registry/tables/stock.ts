import type { Origin, TableFormat } from './format.ts';

/** A row that the database holds. */
export interface Held<Row> {
  readonly id: number;
  readonly row: Row;
}

/** Finds held rows by everything that their line in a CSV says. */
export interface Stock {
  /** Ids of the rows that are written as exactly these cells, and come from there. */
  find(cells: readonly string[], origin: Origin | undefined): readonly number[];
}

/** A text that is equal for lines that say the same. */
export function identityOf<Row extends object>(
  format: TableFormat<Row>,
  cells: readonly string[],
  origin: Origin | undefined,
): string {
  const own = cells.filter((_, index) => !isOriginColumn(format.columns[index] ?? ''));
  return JSON.stringify(origin === undefined ? own : [...own, origin.layer, origin.import]);
}

/** Columns that say where a row comes from, and nothing about the thing itself. */
export function isOriginColumn(column: string): boolean {
  return column === 'layer' || column === 'import';
}

export function stockOf<Row extends object>(format: TableFormat<Row>, held: readonly Held<Row>[]): Stock {
  const byIdentity = Map.groupBy(held, ({ row }) => identityOf(format, format.write(row), format.origin?.(row)));
  return {
    find: (cells, origin) => (byIdentity.get(identityOf(format, cells, origin)) ?? []).map(({ id }) => id),
  };
}
