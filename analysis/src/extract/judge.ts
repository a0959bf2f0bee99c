import type { IndicatorKind, Reason } from './indicator.ts';
import { reasons as allReasons } from './indicator.ts';

/** A logistic regression over reasons: see models/indicators.md. */
export interface JudgeModel {
  bias: number;
  weights: Record<string, number>;
}

const groups: Partial<Record<IndicatorKind, string>> = {
  ipv4: 'address',
  ipv6: 'address',
  cidr: 'address',
  domain: 'domain',
  url: 'url',
  email: 'email',
};

/** The features of one match: its group of kinds, each reason, and each reason within its group. */
export function featuresOf(kind: IndicatorKind, reasons: readonly Reason[]): string[] {
  const group = groups[kind] ?? 'other';
  return [group, ...reasons, ...reasons.map((reason) => `${group}:${reason}`)];
}

/** All features that there can be. */
export const featureNames: readonly string[] = ['address', 'domain', 'url', 'email', 'other']
  .flatMap((group) => [group, ...allReasons.map((reason) => `${group}:${reason}`)])
  .concat(allReasons);

/** How likely it is that the author means an indicator. */
export function judge(model: JudgeModel, kind: IndicatorKind, reasons: readonly Reason[]): number {
  let sum = model.bias;
  for (const feature of featuresOf(kind, reasons)) sum += model.weights[feature] ?? 0;
  return 1 / (1 + Math.exp(-sum));
}
