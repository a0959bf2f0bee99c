/** Colours of charts: the theme's own, as ECharts cannot read CSS variables. */
export interface Palette {
  ink: string;
  soft: string;
  line: string;
  surface: string;
  accent: string;
  accentSoft: string;
  notice: string;
  usual: string;
}

export const palettes: Record<'light' | 'dark', Palette> = {
  light: {
    ink: '#171b21',
    soft: '#565f6c',
    line: '#e1e5ea',
    surface: '#ffffff',
    accent: '#2f6cb0',
    accentSoft: '#b6cfea',
    notice: '#a9691c',
    usual: '#8a93a0',
  },
  dark: {
    ink: '#e6eaef',
    soft: '#9aa4b1',
    line: '#262d37',
    surface: '#1a2028',
    accent: '#6a9dd4',
    accentSoft: '#28476a',
    notice: '#e3b26c',
    usual: '#6b7684',
  },
};

/** Options that all charts share: quiet axes, text in our font, no motion of their own. */
export function baseOption(palette: Palette) {
  const text = { color: palette.soft, fontSize: 12, fontFamily: 'Inter, system-ui, sans-serif' };
  return {
    animation: false,
    textStyle: text,
    grid: { left: 0, right: 8, top: 24, bottom: 4, outerBoundsMode: 'same' as const },
    tooltip: {
      trigger: 'axis' as const,
      confine: true,
      // Drawn, not marked up: the page's policy allows no style attributes.
      renderMode: 'richText' as const,
      backgroundColor: palette.surface,
      borderColor: palette.line,
      textStyle: { ...text, color: palette.ink },
      axisPointer: { type: 'line' as const, lineStyle: { color: palette.soft, type: 'dashed' as const } },
    },
    categoryAxis: {
      type: 'category' as const,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: palette.line } },
      axisLabel: { ...text, hideOverlap: true },
    },
    valueAxis: {
      type: 'value' as const,
      minInterval: 1,
      splitNumber: 3,
      splitLine: { lineStyle: { color: palette.line } },
      axisLabel: text,
    },
    directLabel: { ...text, color: palette.ink },
  };
}
