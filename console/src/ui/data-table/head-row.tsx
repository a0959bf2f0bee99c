import { Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { t } from '../../messages/index.ts';
import type { Column, Sort } from './column.ts';
import classes from './data-table.module.css';

interface HeadRowProps<Row> {
  columns: readonly Column<Row>[];
  template: string;
  sort: Sort | undefined;
  onSort: ((sort: Sort | undefined) => void) | undefined;
  selectable: boolean;
  allSelected: boolean;
  onSelectAll: (all: boolean) => void;
}

/** Ascending, descending, as it came. */
function nextSort(column: string, sort: Sort | undefined): Sort | undefined {
  if (sort?.column !== column) return { column, descending: false };
  return sort.descending ? undefined : { column, descending: true };
}

function ariaSort(column: string, sort: Sort | undefined): 'ascending' | 'descending' | 'none' {
  if (sort?.column !== column) return 'none';
  return sort.descending ? 'descending' : 'ascending';
}

/** The heading of a table: names, meanings, sort. Stays in view. */
export function HeadRow<Row>(props: HeadRowProps<Row>) {
  const { columns, sort, onSort } = props;
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" aria-rowindex={1} className={classes.row} style={{ gridTemplateColumns: props.template }}>
        {props.selectable && (
          <span role="columnheader" className={classes.tick}>
            <input
              type="checkbox"
              tabIndex={-1}
              aria-label={t.ui.table.selectAll}
              checked={props.allSelected}
              onChange={(event) => props.onSelectAll(event.currentTarget.checked)}
            />
          </span>
        )}
        {columns.map((column) => {
          const sortable = column.sort !== undefined && onSort !== undefined;
          const name = <span className={classes.name}>{column.header}</span>;
          const arrow =
            sort?.column === column.id &&
            (sort.descending ? <IconArrowDown size={14} aria-hidden /> : <IconArrowUp size={14} aria-hidden />);
          return (
            <span
              key={column.id}
              role="columnheader"
              className={classes.cell}
              data-align={column.align}
              {...(sortable ? { 'aria-sort': ariaSort(column.id, sort) } : {})}
            >
              <Tooltip label={column.meaning} disabled={column.meaning === undefined}>
                {sortable ? (
                  <button
                    type="button"
                    className={classes.sort}
                    onClick={() => onSort(nextSort(column.id, sort))}
                    title={t.ui.table.sortBy(column.header)}
                  >
                    {name}
                    {arrow}
                  </button>
                ) : (
                  name
                )}
              </Tooltip>
            </span>
          );
        })}
      </div>
    </div>
  );
}
