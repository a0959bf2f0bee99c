import { useElementSize, useMergedRef } from '@mantine/hooks';
import {
  columnVisibilityFeature,
  createSortedRowModel,
  rowSelectionFeature,
  rowSortingFeature,
  sortFn_alphanumeric,
  sortFn_basic,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useId, useMemo, useRef, useState, type ReactNode } from 'react';
import { now } from '../../clock.ts';
import { t } from '../../messages/index.ts';
import type { Unit } from '../count.tsx';
import { useDensity } from '../preferences.ts';
import { ErrorState, LoadingState } from '../states.tsx';
import { gridTemplate, type Column, type Sort } from './column.ts';
import { csvOf, download } from './csv.ts';
import classes from './data-table.module.css';
import { HeadRow } from './head-row.tsx';
import { BodyRow } from './body-row.tsx';
import { BulkBar, Toolbar, WaitingBar } from './toolbar.tsx';
import { useColumnChoice } from './use-column-choice.ts';
import { useTableKeys } from './use-table-keys.ts';

const features = tableFeatures({
  columnVisibilityFeature,
  rowSortingFeature,
  rowSelectionFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { alphanumeric: sortFn_alphanumeric, basic: sortFn_basic },
});

export interface DataTableProps<Row extends object> {
  /** Names the column choice in this browser and the CSV file. */
  id: string;
  label: string;
  unit: Unit;
  /** Stable: declare it outside the component or memoise it. */
  columns: readonly Column<Row>[];
  /** Undefined while the first page loads. */
  rows: readonly Row[] | undefined;
  rowKey: (row: Row) => string;
  /** Of the whole query, where the server pages. */
  total?: number;
  atLeast?: boolean;
  sort?: Sort | undefined;
  onSort?: (sort: Sort | undefined) => void;
  /** The server sorts: rows come in order. */
  serverSorted?: boolean;
  onOpen?: (row: Row) => void;
  /** Makes rows selectable; returns the buttons for the selected ones. */
  bulk?: (rows: readonly Row[], clear: () => void) => ReactNode;
  error?: unknown;
  onRetry?: () => void;
  empty: ReactNode;
  /** Called near the end of the rows while there are more. */
  onMore?: (() => void) | undefined;
  loadingMore?: boolean;
  /** Live rows that wait. */
  waiting?: number;
  onShowWaiting?: () => void;
  /** The page's own controls, in the toolbar. */
  controls?: ReactNode;
}

/** A list of any length: virtualised, sortable, selectable by keys, with column choice and CSV. Fills the height it is given. */
export function DataTable<Row extends object>(props: DataTableProps<Row>) {
  const { columns, rows, rowKey, sort, onSort, onOpen, bulk, unit } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: sizeRef, width, height } = useElementSize<HTMLDivElement>();
  const ref = useMergedRef(scroller, sizeRef);
  const id = useId();
  const [density] = useDensity();
  const [active, setActive] = useState(-1);
  const choice = useColumnChoice(props.id, columns, width);

  const definitions = useMemo(
    () =>
      columns.map((column) => ({
        id: column.id,
        accessorFn: (row: Row) => column.sort?.(row) ?? '',
        enableSorting: column.sort !== undefined,
        sortFn: 'basic' as const,
      })),
    [columns],
  );
  const data = useMemo(() => [...(rows ?? [])], [rows]);
  const sorting = useMemo(() => (sort === undefined ? [] : [{ id: sort.column, desc: sort.descending }]), [sort]);
  const table = useTable({
    features,
    columns: definitions,
    data,
    getRowId: rowKey,
    manualSorting: props.serverSorted === true,
    state: { sorting, columnVisibility: choice.visibility },
  });
  const model = table.getRowModel().rows;
  const shown = columns.filter((column) => choice.visibility[column.id] === true);
  const selected = table.getSelectedRowModel().rows.map((row) => row.original);
  const clear = () => {
    table.resetRowSelection(true);
    setActive(-1);
  };

  const rowHeight = density === 'compact' ? 28 : 40;
  const virtual = useVirtualizer({
    count: model.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  const items = virtual.getVirtualItems();

  const lastShown = items.at(-1)?.index ?? 0;
  const { onMore, loadingMore } = props;
  useEffect(() => {
    if (onMore !== undefined && loadingMore !== true && model.length > 0 && lastShown >= model.length - 20) onMore();
  }, [lastShown, model.length, onMore, loadingMore]);

  useTableKeys(scroller, {
    count: model.length,
    page: Math.max(1, Math.floor(height / rowHeight) - 2),
    active,
    setActive: (index) => {
      setActive(index);
      virtual.scrollToIndex(index);
    },
    open: onOpen && ((index) => model[index] !== undefined && onOpen(model[index].original)),
    toggle: bulk && ((index) => model[index]?.toggleSelected()),
    selectAll: bulk && (() => table.toggleAllRowsSelected(true)),
    clear,
  });

  const template = gridTemplate(shown, bulk !== undefined, width);
  const csv = () =>
    download(
      `tocsin-${props.id}-${now().toISOString().slice(0, 16).replaceAll(':', '')}.csv`,
      csvOf(
        shown,
        model.map((row) => row.original),
      ),
    );
  return (
    <div className={classes.table}>
      <Toolbar
        columns={columns}
        visible={new Set(shown.map((column) => column.id))}
        onToggleColumn={choice.toggle}
        onResetColumns={choice.reset}
        onCsv={csv}
        shown={model.length}
        total={props.total ?? model.length}
        atLeast={props.atLeast === true}
        loading={rows === undefined && props.error == null}
        unit={unit}
      >
        {props.controls}
      </Toolbar>
      {bulk !== undefined && selected.length > 0 && (
        <BulkBar count={selected.length} onClear={clear}>
          {bulk(selected, clear)}
        </BulkBar>
      )}
      <WaitingBar count={props.waiting ?? 0} unit={unit} onShow={() => props.onShowWaiting?.()} />
      <div
        ref={ref}
        className={classes.scroller}
        data-bare={rows === undefined ? props.error != null : model.length === 0}
        role="grid"
        tabIndex={0}
        aria-label={props.label}
        aria-description={t.ui.table.keysHint}
        aria-rowcount={(props.total ?? model.length) + 1}
        aria-colcount={shown.length}
        aria-multiselectable={bulk !== undefined}
        aria-busy={rows === undefined && props.error == null}
        {...(active >= 0 ? { 'aria-activedescendant': `${id}-${active}` } : {})}
      >
        <HeadRow
          columns={shown}
          template={template}
          sort={sort}
          onSort={onSort}
          selectable={bulk !== undefined}
          allSelected={model.length > 0 && selected.length === model.length}
          onSelectAll={(all) => table.toggleAllRowsSelected(all)}
        />
        <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const row = model[item.index];
            if (row === undefined) return null;
            return (
              <BodyRow
                key={row.id}
                id={`${id}-${item.index}`}
                index={item.index}
                top={item.start}
                row={row.original}
                columns={shown}
                template={template}
                active={item.index === active}
                selectable={bulk !== undefined}
                selected={row.getIsSelected()}
                onToggle={row.getToggleSelectedHandler()}
                onPress={() => {
                  setActive(item.index);
                  onOpen?.(row.original);
                }}
                openable={onOpen !== undefined}
              />
            );
          })}
        </div>
        {rows === undefined && props.error == null && (
          <div role="rowgroup">
            <div role="row">
              <div role="gridcell">
                <LoadingState rows={10} height={rowHeight - 12} />
              </div>
            </div>
          </div>
        )}
      </div>
      {rows === undefined && props.error != null && (
        <ErrorState error={props.error} {...(props.onRetry === undefined ? {} : { onRetry: props.onRetry })} />
      )}
      {rows !== undefined && model.length === 0 && props.empty}
    </div>
  );
}
