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

const groupNames = ['address', 'domain', 'url', 'email', 'other'];

/** Judges with one model: how likely it is that the author means an indicator. The weights are looked up by group and reason, not by name. */
export function judgeWith(model: JudgeModel): (kind: IndicatorKind, reasons: readonly Reason[]) => number {
  const tables = new Map(
    groupNames.map((group) => {
      const weightOf = (reason: Reason): number =>
        (model.weights[reason] ?? 0) + (model.weights[`${group}:${reason}`] ?? 0);
      const weights = new Map(allReasons.map((reason) => [reason, weightOf(reason)]));
      return [group, { base: model.bias + (model.weights[group] ?? 0), weights }];
    }),
  );
  return (kind, reasons) => {
    const table = tables.get(groups[kind] ?? 'other');
    let sum = table?.base ?? model.bias;
    for (const reason of reasons) sum += table?.weights.get(reason) ?? 0;
    return 1 / (1 + Math.exp(-sum));
  };
}
