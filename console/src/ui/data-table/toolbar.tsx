import { ActionIcon, Button, Checkbox, Popover, Tooltip } from '@mantine/core';
import { IconColumns3, IconDownload, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { format, t } from '../../messages/index.ts';
import { Count, countText, type Unit } from '../count.tsx';
import type { Column } from './column.ts';
import classes from './data-table.module.css';

export interface ToolbarProps<Row> {
  columns: readonly Column<Row>[];
  visible: ReadonlySet<string>;
  onToggleColumn: (id: string) => void;
  onResetColumns: () => void;
  onCsv: () => void;
  shown: number;
  total: number;
  atLeast: boolean;
  /** No number is known yet. */
  loading: boolean;
  unit: Unit;
  /** Filters, views and other controls of the page. */
  children?: ReactNode;
}

/** Total, the page's own controls, column choice and CSV. */
export function Toolbar<Row>(props: ToolbarProps<Row>) {
  const { columns, visible, shown, total, atLeast, loading, unit } = props;
  return (
    <div className={classes.toolbar}>
      <span className={classes.total} role="status">
        {loading ? (
          t.ui.loading
        ) : shown < total ? (
          t.ui.table.shown(format.number(shown), countText(total, unit, atLeast))
        ) : (
          <Count value={total} unit={unit} atLeast={atLeast} />
        )}
      </span>
      {props.children}
      <span className={classes.tools}>
        <Popover position="bottom-end" shadow="md" trapFocus>
          <Popover.Target>
            <Button variant="subtle" color="gray" leftSection={<IconColumns3 size={16} />}>
              {t.ui.table.columns}
            </Button>
          </Popover.Target>
          <Popover.Dropdown>
            <div className={classes.choices} role="group" aria-label={t.ui.table.columns}>
              {columns.map((column) => (
                <Checkbox
                  key={column.id}
                  size="xs"
                  label={column.header}
                  checked={visible.has(column.id)}
                  onChange={() => props.onToggleColumn(column.id)}
                />
              ))}
              <Button variant="default" onClick={props.onResetColumns}>
                {t.ui.table.defaultColumns}
              </Button>
            </div>
          </Popover.Dropdown>
        </Popover>
        <Tooltip label={t.ui.table.csvMeaning}>
          <Button
            variant="subtle"
            color="gray"
            leftSection={<IconDownload size={16} />}
            onClick={props.onCsv}
            disabled={shown === 0}
          >
            {t.ui.table.csv}
          </Button>
        </Tooltip>
      </span>
    </div>
  );
}

/** What can be done with the rows that are selected. */
export function BulkBar({ count, onClear, children }: { count: number; onClear: () => void; children: ReactNode }) {
  return (
    <div className={classes.bulk} role="region" aria-label={t.ui.table.selected(format.number(count))}>
      <span role="status" className={classes.total}>
        {t.ui.table.selected(format.number(count))}
      </span>
      {children}
      <ActionIcon variant="subtle" color="gray" onClick={onClear} aria-label={t.ui.table.clearSelection}>
        <IconX size={16} />
      </ActionIcon>
    </div>
  );
}

/** Rows that arrived wait behind this bar, so that the list does not jump under the reader. */
export function WaitingBar({ count, unit, onShow }: { count: number; unit: Unit; onShow: () => void }) {
  const words = t.words.units[unit];
  return (
    <div aria-live="polite" className={classes.waiting}>
      {count > 0 && (
        <Tooltip label={t.ui.table.waitingHint}>
          <button type="button" onClick={onShow} className={classes.waitingButton}>
            {t.ui.table.waiting(format.number(count), count === 1 ? words.one : words.many)}
          </button>
        </Tooltip>
      )}
    </div>
  );
}
