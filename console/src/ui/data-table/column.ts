import type { ReactNode } from 'react';

export interface Column<Row> {
  /** Stable: column choices, sort and saved views refer to it. */
  id: string;
  header: string;
  /** What CSV gets, and the cell too where there is no `cell`. */
  text: (row: Row) => string;
  cell?: (row: Row) => ReactNode;
  /** What to sort by. Without it the column does not sort. Where the server sorts, its presence alone counts. */
  sort?: (row: Row) => string | number;
  /** In pixels; with `grow` the least, and a share of the room that is left. */
  width: number;
  grow?: number;
  align?: 'end';
  /** 1 is shown always, 2 from 640 pixels of table width, 3 from 1000. Default 2. */
  priority?: 1 | 2 | 3;
  /** Hidden until chosen. */
  hidden?: boolean;
  /** What the column means, on hover of its heading. */
  meaning?: string;
}

export interface Sort {
  column: string;
  descending: boolean;
}

/** Reads "lastSeen" or "-lastSeen" as it stands in URLs. */
export function parseSort(text: string | undefined): Sort | undefined {
  if (text === undefined || text === '') return undefined;
  return text.startsWith('-') ? { column: text.slice(1), descending: true } : { column: text, descending: false };
}

export function formatSort(sort: Sort | undefined): string | undefined {
  return sort === undefined ? undefined : `${sort.descending ? '-' : ''}${sort.column}`;
}

/** Whether a column shows by default in a table of this width. */
export function showsAt<Row>(column: Column<Row>, width: number): boolean {
  if (column.hidden === true) return false;
  const priority = column.priority ?? 2;
  return priority === 1 || (priority === 2 ? width >= 640 : width >= 1000);
}

/**
 * One track for each column; rows and heading share it, so that they line up without measuring content.
 * In a table a little too narrow for them (a phone) columns give way in proportion; else the table scrolls sideways.
 */
export function gridTemplate<Row>(columns: readonly Column<Row>[], selectable: boolean, available: number): string {
  const wanted = columns.reduce((sum, { width }) => sum + width, selectable ? 40 : 0);
  const squeeze = wanted > available && wanted < available * 1.6;
  const tracks = columns.map(({ width, grow }) => {
    if (squeeze) return `minmax(0, ${width}fr)`;
    return grow === undefined ? `${width}px` : `minmax(${width}px, ${grow}fr)`;
  });
  return [...(selectable ? ['40px'] : []), ...tracks].join(' ');
}
