import { ActionIcon, Tooltip, useComputedColorScheme } from '@mantine/core';
import { IconChartHistogram, IconTable } from '@tabler/icons-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { t } from '../messages/index.ts';
import type { Palette } from './chart-palette.ts';
import { palettes } from './chart-palette.ts';
import type { ChartOption } from './chart-canvas.tsx';
import classes from './chart.module.css';
import { PlainTable, type PlainColumn } from './plain-table.tsx';
import { LoadingState } from './states.tsx';

const ChartCanvas = lazy(async () => ({ default: (await import('./chart-canvas.tsx')).ChartCanvas }));

export interface ChartProps<Row> {
  /** What the chart shows, in one sentence: its text alternative and the caption of the table. */
  label: string;
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** The table behind the chart. */
  columns: readonly PlainColumn<Row>[];
  /** Stable, or memoised: the ECharts option for these rows and colours. */
  option: (rows: readonly Row[], palette: Palette) => ChartOption;
  height?: number;
  /** All there is to draw is nothing: say so. */
  empty?: boolean;
  /** A point was clicked; the table's cells should link to the same. */
  onPoint?: (index: number) => void;
}

/** A chart with its table: one button switches. ECharts is loaded when the first chart shows. */
export function Chart<Row>({
  label,
  rows,
  rowKey,
  columns,
  option,
  height = 240,
  empty = rows.length === 0,
  onPoint,
}: ChartProps<Row>) {
  const [asTable, setAsTable] = useState(false);
  const scheme = useComputedColorScheme('light');
  const made = useMemo(() => option(rows, palettes[scheme]), [option, rows, scheme]);
  const action = asTable ? t.ui.chart.showChart : t.ui.chart.showTable;
  return (
    <div className={classes.chart}>
      <Tooltip label={action}>
        <ActionIcon
          className={classes.toggle}
          variant="subtle"
          color="gray"
          size="sm"
          onClick={() => setAsTable(!asTable)}
          aria-label={`${action}: ${label}`}
          aria-pressed={asTable}
        >
          {asTable ? <IconChartHistogram size={16} /> : <IconTable size={16} />}
        </ActionIcon>
      </Tooltip>
      <div style={{ height }} className={classes.frame}>
        {asTable ? (
          <PlainTable label={label} columns={columns} rows={rows} rowKey={rowKey} />
        ) : empty ? (
          <p className={classes.none}>{t.ui.chart.noData}</p>
        ) : (
          <Suspense fallback={<LoadingState rows={5} height={24} />}>
            <ChartCanvas option={made} label={label} {...(onPoint === undefined ? {} : { onPoint })} />
          </Suspense>
        )}
      </div>
    </div>
  );
}
