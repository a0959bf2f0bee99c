import { expect, test } from 'vitest';
import { crossPredict, fitLogistic, predict, scored, type Sample } from './logistic.ts';

const of = (features: string[], label: boolean, group: string): Sample => ({ features, label, group, weight: 1 });

test('learns which features speak for a label, and leaves out those that say nothing', () => {
  const samples = Array.from({ length: 40 }, (_, at) =>
    of(['always', at % 2 === 0 ? 'for' : 'against'], at % 2 === 0, `${at}`),
  );
  const model = fitLogistic(samples);
  expect(predict(model, ['always', 'for'])).toBeGreaterThan(0.8);
  expect(predict(model, ['always', 'against'])).toBeLessThan(0.2);
  expect(fitLogistic(samples)).toEqual(model);
});

test('cross-validation predicts a group by a model that has not seen it', () => {
  const samples = ['a', 'b', 'c', 'd'].flatMap((group) => [
    of([`only in ${group}`], true, group),
    of(['other'], false, group),
  ]);
  const trainedWith: string[][] = [];
  const predictions = crossPredict(samples, 2, (training) => {
    trainedWith.push([...new Set(training.map((sample) => sample.group))]);
    return fitLogistic(training);
  });
  expect(trainedWith).toEqual([
    ['b', 'd'],
    ['a', 'c'],
  ]);
  expect(predictions).toHaveLength(samples.length);
  expect(
    scored(
      samples,
      samples.map((sample) => (sample.label ? 1 : 0)),
    ),
  ).toEqual({ precision: 1, recall: 1, f1: 1 });
});
