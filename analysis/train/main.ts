// `npm run train -- TASK --data DIR`: makes models/TASK.json of the data in DIR (../shared/data) and prints what grouped cross-validation says of it.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { readIocCorpus } from '../src/evaluate/ioc-corpus.ts';
import { samplesOfCases, samplesOfContexts, samplesOfNotes } from './indicator-samples.ts';
import { crossPredict, fitLogistic, scored } from './logistic.ts';

const { values, positionals } = parseArgs({ options: { data: { type: 'string' } }, allowPositionals: true });
const directory = values.data;
if (positionals[0] !== 'indicators' || directory === undefined) {
  console.error('Usage: npm run train -- indicators --data DIR');
  process.exit(1);
}
const read = (file: string): unknown => JSON.parse(readFileSync(path.join(directory, file), 'utf8'));

const publishers = (read('warninglists/security-provider-blogpost.json') as { list: string[] }).list.map((host) =>
  host.toLowerCase(),
);
const isPublisher = (host: string): boolean =>
  publishers.some((name) => host === name || host.endsWith(`.${name}`) || name.endsWith(`.${host}`));

const samples = [
  ...samplesOfCases(readIocCorpus(read('iocs/unit-cases.dev.json'))),
  ...samplesOfCases(readIocCorpus(read('iocs/defang.dev.json'))),
  ...samplesOfNotes(readIocCorpus(read('iocs/reports-eset.dev.json')), isPublisher),
  ...samplesOfContexts(),
];
const fit = (training: Parameters<typeof fitLogistic>[0]): ReturnType<typeof fitLogistic> => fitLogistic(training);
const figures = scored(samples, crossPredict(samples, 10, fit));
const groups = new Set(samples.map((sample) => sample.group)).size;
writeFileSync(
  path.join(import.meta.dirname, '../models/indicators.json'),
  `${JSON.stringify(fit(samples), null, 2)}\n`,
);
console.log(JSON.stringify({ task: 'indicators', samples: samples.length, groups, folds: 10, ...figures }));
