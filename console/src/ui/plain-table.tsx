import type { ReactNode } from 'react';
import classes from './plain-table.module.css';

export interface PlainColumn<Row> {
  header: string;
  cell: (row: Row) => ReactNode;
  align?: 'end';
  /** Left out where the table is narrower than 480 pixels. */
  optional?: boolean;
}

export interface PlainTableProps<Row> {
  label: string;
  columns: readonly PlainColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
}

/** A short table without tools, for panels and behind charts. The first column names the row. */
export function PlainTable<Row>({ label, columns, rows, rowKey }: PlainTableProps<Row>) {
  return (
    <div className={classes.frame} tabIndex={0} role="group" aria-label={label}>
      <table className={classes.table}>
        <caption className="hidden-text">{label}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.header} scope="col" data-align={column.align} data-optional={column.optional}>
                {column.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column, index) => {
                const cell = { 'data-align': column.align, 'data-optional': column.optional };
                return index === 0 ? (
                  <th key={column.header} scope="row" {...cell}>
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.header} {...cell}>
                    {column.cell(row)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
