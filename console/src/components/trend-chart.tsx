import { useCallback } from 'react';
import { format, t } from '../messages/index.ts';
import { baseOption, type Palette } from '../ui/chart-palette.ts';
import type { ChartOption } from '../ui/chart-canvas.tsx';
import { Chart } from '../ui/chart.tsx';
import type { PlainColumn } from '../ui/plain-table.tsx';

export interface TrendPoint {
  hour: string;
  events: number;
  /** What this hour of day usually brings. */
  usual?: number;
}

export interface TrendChartProps {
  label: string;
  points: readonly TrendPoint[];
  /** An hour was chosen. */
  onHour?: (from: string, to: string) => void;
  height?: number;
}

const hourOf = (point: TrendPoint) => format.utcHourMinute(new Date(point.hour));

function option(points: readonly TrendPoint[], palette: Palette): ChartOption {
  const base = baseOption(palette);
  const last = points.length - 1;
  const days = points.length > 30;
  const events: ChartOption['series'] = {
    name: t.programme.trendSeries,
    type: 'bar',
    data: points.map((point, index) => ({
      value: point.events,
      // The hour under way is not over: drawn lighter, so that it is not read as a fall.
      itemStyle: { color: index === last ? palette.accentSoft : palette.accent, borderRadius: [2, 2, 0, 0] },
    })),
    barCategoryGap: days ? '10%' : '25%',
    label: {
      show: true,
      position: 'top',
      ...base.directLabel,
      formatter: ({ dataIndex }) =>
        dataIndex === peak(points) ? format.briefNumber(points[dataIndex]?.events ?? 0) : '',
    },
  };
  const usual: ChartOption['series'] = {
    name: t.nation.trendUsual,
    type: 'line',
    step: 'middle',
    symbol: 'none',
    data: points.map((point) => Math.round((point.usual ?? 0) * 10) / 10),
    lineStyle: { color: palette.notice, width: 2 },
    itemStyle: { color: palette.notice },
    endLabel: { show: true, formatter: t.nation.trendUsual, ...base.directLabel, color: palette.notice, distance: 4 },
  };
  const hasUsual = points.some((point) => point.usual !== undefined);
  return {
    ...base,
    grid: { ...base.grid, right: hasUsual ? 48 : 8 },
    xAxis: {
      ...base.categoryAxis,
      data: points.map((point) => (days ? `${format.utcDate(new Date(point.hour))} ${hourOf(point)}` : hourOf(point))),
      axisLabel: {
        ...base.categoryAxis.axisLabel,
        interval: (index: number) => marksHour(points[index], days),
        formatter: (text: string) => (days ? text.slice(0, 6) : text),
      },
    },
    yAxis: {
      ...base.valueAxis,
      axisLabel: { ...base.valueAxis.axisLabel, formatter: (value: number) => format.briefNumber(value) },
    },
    series: hasUsual ? [events, usual] : [events],
  };
}

/** Days are marked at midnight UTC, hours every sixth one. */
function marksHour(point: TrendPoint | undefined, days: boolean): boolean {
  if (point === undefined) return false;
  const hour = new Date(point.hour).getUTCHours();
  return days ? hour === 0 : hour % 6 === 0;
}

/** The busiest hour gets its number. */
function peak(points: readonly TrendPoint[]): number {
  return points.reduce((best, point, index) => (point.events > (points[best]?.events ?? 0) ? index : best), 0);
}

/** Events per hour, with what is usual where it is known; the table behind has the same. */
export function TrendChart({ label, points, onHour, height = 240 }: TrendChartProps) {
  const columns: PlainColumn<TrendPoint>[] = [
    { header: t.programme.hour, cell: (point) => `${format.utcDate(new Date(point.hour))} ${hourOf(point)}` },
    { header: t.words.units.events.many, cell: (point) => format.number(point.events), align: 'end' },
  ];
  if (points.some((point) => point.usual !== undefined)) {
    columns.push({
      header: t.nation.trendUsual,
      cell: (point) => format.number(Math.round(point.usual ?? 0)),
      align: 'end',
    });
  }
  const choose = useCallback(
    (index: number) => {
      const point = points[index];
      if (point === undefined) return;
      onHour?.(point.hour, new Date(Date.parse(point.hour) + 3_600_000).toISOString());
    },
    [points, onHour],
  );
  return (
    <Chart
      label={label}
      rows={points}
      rowKey={(point) => point.hour}
      columns={columns}
      option={option}
      height={height}
      empty={points.every(({ events, usual }) => events === 0 && (usual ?? 0) === 0)}
      {...(onHour === undefined ? {} : { onPoint: choose })}
    />
  );
}
