/** One labelled case: the features that are present, whether it is one, and the group (document) that must not be split. */
export interface Sample {
  features: string[];
  label: boolean;
  group: string;
  weight: number;
}

export interface Logistic {
  bias: number;
  weights: Record<string, number>;
}

/**
 * Logistic regression on present-or-absent features, by gradient descent with Nesterov momentum on the weighted log loss plus an L2 penalty. The
 * same samples give the same weights.
 */
export function fitLogistic(samples: readonly Sample[], { l2 = 1, rounds = 400, rate = 0.5 } = {}): Logistic {
  const names = [...new Set(samples.flatMap((sample) => sample.features))].sort();
  const index = new Map(names.map((name, at) => [name, at]));
  const rows = samples.map((sample) => sample.features.map((name) => index.get(name) ?? 0));
  const total = samples.reduce((sum, sample) => sum + sample.weight, 0);
  const weights = new Float64Array(names.length + 1);
  const speed = new Float64Array(names.length + 1);
  const gradient = new Float64Array(names.length + 1);
  for (let round = 0; round < rounds; round += 1) {
    gradient.fill(0);
    for (const [at, row] of rows.entries()) {
      const sample = samples[at];
      if (sample === undefined) continue;
      let sum = weights[names.length] ?? 0;
      for (const name of row) sum += weights[name] ?? 0;
      const error = ((1 / (1 + Math.exp(-sum)) - (sample.label ? 1 : 0)) * sample.weight) / total;
      for (const name of row) gradient[name] = (gradient[name] ?? 0) + error;
      gradient[names.length] = (gradient[names.length] ?? 0) + error;
    }
    for (let at = 0; at <= names.length; at += 1) {
      const penalty = at < names.length ? (l2 * (weights[at] ?? 0)) / total : 0;
      speed[at] = 0.9 * (speed[at] ?? 0) - rate * ((gradient[at] ?? 0) + penalty);
      weights[at] = (weights[at] ?? 0) + (speed[at] ?? 0);
    }
  }
  const rounded = (value: number): number => Math.round(value * 1000) / 1000;
  const kept = names
    .map((name, at): [string, number] => [name, rounded(weights[at] ?? 0)])
    .filter(([, value]) => value !== 0);
  return { bias: rounded(weights[names.length] ?? 0), weights: Object.fromEntries(kept) };
}

/** How likely a sample is one, 0 to 1. */
export function predict(model: Logistic, features: readonly string[]): number {
  let sum = model.bias;
  for (const name of features) sum += model.weights[name] ?? 0;
  return 1 / (1 + Math.exp(-sum));
}

/** Predictions for each sample by a model that has seen nothing of its group: groups dealt into `folds` parts in the order of their names. */
export function crossPredict(
  samples: readonly Sample[],
  folds: number,
  fit: (training: Sample[]) => Logistic,
): number[] {
  const groups = [...new Set(samples.map((sample) => sample.group))].sort();
  const foldOf = new Map(groups.map((group, at) => [group, at % folds]));
  const models = Array.from({ length: folds }, (_, fold) =>
    fit(samples.filter((sample) => foldOf.get(sample.group) !== fold)),
  );
  return samples.map((sample) => {
    const model = models[foldOf.get(sample.group) ?? 0];
    return model === undefined ? 0 : predict(model, sample.features);
  });
}

/** Precision, recall and F1 of predictions at a threshold. */
export function scored(
  samples: readonly Sample[],
  predictions: readonly number[],
  threshold = 0.5,
): { precision: number; recall: number; f1: number } {
  let [tp, fp, fn] = [0, 0, 0];
  for (const [at, sample] of samples.entries()) {
    const said = (predictions[at] ?? 0) >= threshold;
    if (said && sample.label) tp += 1;
    else if (said) fp += 1;
    else if (sample.label) fn += 1;
  }
  return {
    precision: tp / Math.max(1, tp + fp),
    recall: tp / Math.max(1, tp + fn),
    f1: (2 * tp) / Math.max(1, 2 * tp + fp + fn),
  };
}
