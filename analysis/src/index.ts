export { extractIndicators } from './extract/extract-indicators.ts';
export { indicatorKinds, indicatorScore, reasons } from './extract/indicator.ts';
export type { ExtractOptions, Indicator, IndicatorKind, Reason, Warninglist } from './extract/indicator.ts';
