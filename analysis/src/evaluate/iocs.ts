import { extractIndicators } from '../extract/extract-indicators.ts';
import { indicatorScore } from '../extract/indicator.ts';
import { iocTypes, type IocCase } from './ioc-corpus.ts';
import { scoreIocs, type Extracted } from './score-iocs.ts';

/** What counts as an indicator in a text, by type. */
export function indicatorsByType(text: string): Extracted {
  const out: Partial<Record<string, string[]>> = Object.fromEntries(iocTypes.map((type) => [type, []]));
  for (const { kind, value } of extractIndicators(text, { minScore: indicatorScore })) out[kind]?.push(value);
  return out;
}

/** The figures of `npm run evaluate -- iocs`. Speed: UTF-8 megabytes a second of one thread, over the corpus again and again
 * for two seconds by the clock handed in (milliseconds). */
export function evaluateIocs(
  corpus: readonly IocCase[],
  now: () => number,
): { f1: number; recall: number; precision: number; mbPerSecond: number; cases: number; exact: number } {
  const score = scoreIocs(corpus, indicatorsByType);
  return { ...score, mbPerSecond: speed(corpus, now) };
}

function speed(corpus: readonly IocCase[], now: () => number): number {
  const text = corpus.map((item) => item.text).join('\n\n');
  const bytes = new TextEncoder().encode(text).length;
  // A small corpus is repeated, so that one call is worth timing; the first second warms up.
  const big = text.concat('\n\n').repeat(Math.max(1, Math.ceil(1_000_000 / Math.max(1, bytes))));
  const size = new TextEncoder().encode(big).length;
  for (const end = now() + 1000; now() < end;) extractIndicators(big);
  const start = now();
  let rounds = 0;
  while (now() - start < 2000) {
    extractIndicators(big);
    rounds += 1;
  }
  return (size * rounds) / 1e6 / ((now() - start) / 1000);
}
