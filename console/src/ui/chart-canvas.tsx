import { BarChart, LineChart, type BarSeriesOption, type LineSeriesOption } from 'echarts/charts';
import {
  AriaComponent,
  GridComponent,
  MarkPointComponent,
  TooltipComponent,
  type GridComponentOption,
  type MarkPointComponentOption,
  type TooltipComponentOption,
} from 'echarts/components';
import { init, use as register, type ComposeOption, type EChartsType } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

register([BarChart, LineChart, GridComponent, TooltipComponent, MarkPointComponent, AriaComponent, SVGRenderer]);

export type ChartOption = ComposeOption<
  BarSeriesOption | LineSeriesOption | GridComponentOption | TooltipComponentOption | MarkPointComponentOption
>;

/** Draws an ECharts option and follows the size of its frame. Only chart.tsx loads this, lazily. */
export function ChartCanvas({
  option,
  label,
  onPoint,
}: {
  option: ChartOption;
  label: string;
  onPoint?: (index: number) => void;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(undefined);
  const press = useRef(onPoint);
  useEffect(() => {
    press.current = onPoint;
  });
  useEffect(() => {
    if (frame.current === null) return undefined;
    const made = init(frame.current, null, { renderer: 'svg' });
    chart.current = made;
    made.on('click', ({ dataIndex }) => press.current?.(dataIndex));
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(frame.current);
    return () => {
      watch.disconnect();
      made.dispose();
      chart.current = undefined;
    };
  }, []);
  useEffect(() => chart.current?.setOption(option, { notMerge: true }), [option]);
  return <div ref={frame} role="img" aria-label={label} style={{ width: '100%', height: '100%' }} />;
}
