import { isObject, parseJson, printJson, validateObject, type JsonObject, type JsonValue } from '../src/index.ts';
import { benchPatterns, type PatternFigures } from './patterns.ts';
import vectors from '../../vectors/stix/valid.json' with { type: 'json' };

/** What one thread does in a second of its own processor time: others may use the machine too. */
export interface StixRates {
  /** Objects validated that are already parsed: a mix of every type. */
  readonly objectsPerSecond: number;
  /** Objects parsed from text, validated and printed again. */
  readonly roundTripsPerSecond: number;
  /** Indicators whose pattern is parsed and checked. */
  readonly indicatorsPerSecond: number;
  readonly objects: number;
  readonly patterns: PatternFigures;
}

/** Measures for about `seconds` each; best of the rounds. Throws where a valid object is refused: a rate of that is none. */
export async function benchStix(args: readonly string[]): Promise<StixRates> {
  const at = args.indexOf('--seconds');
  const seconds = at < 0 ? 3 : Number(args[at + 1]);
  const objects = (vectors.cases as unknown as JsonValue[])
    .filter(isObject)
    .map((entry) => entry.object ?? null)
    .filter(isObject);
  const texts = objects.map(printJson);
  const indicators = objects.filter(({ type }) => type === 'indicator');
  return {
    objectsPerSecond: rate(objects, seconds, accept),
    roundTripsPerSecond: rate(texts, seconds, (text) => {
      const parsed = parseJson(text);
      if (!parsed.ok || !isObject(parsed.value)) throw new Error(`Not read: ${text}`);
      accept(parsed.value);
      return printJson(parsed.value);
    }),
    indicatorsPerSecond: rate(indicators, seconds, accept),
    objects: objects.length,
    patterns: benchPatterns(20_000),
  };
}

function accept(object: JsonObject): void {
  const problems = validateObject(object);
  if (problems.length > 0) throw new Error(`Refused: ${printJson(object)} ${JSON.stringify(problems)}`);
}

function rate<T>(items: readonly T[], seconds: number, work: (item: T) => unknown): number {
  let best = 0;
  const cpuSeconds = (): number => process.cpuUsage().user / 1e6;
  for (const end = cpuSeconds() + seconds; cpuSeconds() < end;) {
    const start = process.threadCpuUsage();
    const rounds = Math.ceil(10_000 / items.length);
    for (let round = 0; round < rounds; round += 1) for (const item of items) work(item);
    const { user, system } = process.threadCpuUsage(start);
    best = Math.max(best, (rounds * items.length * 1e6) / (user + system));
  }
  return Math.round(best);
}
