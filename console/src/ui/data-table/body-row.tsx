import type { MouseEvent } from 'react';
import { t } from '../../messages/index.ts';
import type { Column } from './column.ts';
import classes from './data-table.module.css';

interface BodyRowProps<Row> {
  id: string;
  index: number;
  top: number;
  row: Row;
  columns: readonly Column<Row>[];
  template: string;
  active: boolean;
  selectable: boolean;
  selected: boolean;
  openable: boolean;
  onToggle: (event: unknown) => void;
  onPress: () => void;
}

/** A control inside the row, or text that the person is selecting, keeps the click. */
function isForRow(event: MouseEvent): boolean {
  const target = event.target as HTMLElement;
  return target.closest('a, button, input') === null && (window.getSelection()?.isCollapsed ?? true);
}

/** One row, placed by the virtualiser. */
export function BodyRow<Row>(props: BodyRowProps<Row>) {
  const { row, columns } = props;
  return (
    <div
      id={props.id}
      role="row"
      aria-rowindex={props.index + 2}
      {...(props.selectable ? { 'aria-selected': props.selected } : {})}
      className={classes.row}
      data-active={props.active}
      data-selected={props.selected}
      data-openable={props.openable}
      style={{ gridTemplateColumns: props.template, transform: `translateY(${props.top}px)` }}
      onClick={(event) => isForRow(event) && props.onPress()}
    >
      {props.selectable && (
        <span role="gridcell" className={classes.tick}>
          <input
            type="checkbox"
            tabIndex={-1}
            aria-label={t.ui.table.select}
            checked={props.selected}
            onChange={() => undefined}
            onClick={props.onToggle}
          />
        </span>
      )}
      {columns.map((column) => (
        <span key={column.id} role="gridcell" className={classes.cell} data-align={column.align}>
          {column.cell === undefined ? column.text(row) : column.cell(row)}
        </span>
      ))}
    </div>
  );
}
