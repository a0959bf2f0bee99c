import { isRefusal, type Refusal, type Skip } from './record.ts';
import type { InputSummary } from '../snapshot-image.ts';

const MOST_REFUSALS = 100;
const MOST_TEXT = 200;

/** Counts the outcomes of one input's records: each of them is taken, skipped or refused, with a reason. */
export interface InputTally {
  rows: number;
  prefixes: number;
  readonly skipped: Partial<Record<Skip, number>>;
  readonly refused: Partial<Record<Refusal, number>>;
  readonly refusals: { line: number; reason: Refusal; text: string }[];
}

export function createTally(): InputTally {
  return { rows: 0, prefixes: 0, skipped: {}, refused: {}, refusals: [] };
}

/** Counts a record that was not taken. `line` is its number in the file, from 1; only the first hundred refused are kept. */
export function tallyOutcome(tally: InputTally, outcome: Skip | Refusal, line: number, text: string): void {
  if (!isRefusal(outcome)) {
    tally.skipped[outcome] = (tally.skipped[outcome] ?? 0) + 1;
    return;
  }
  tally.refused[outcome] = (tally.refused[outcome] ?? 0) + 1;
  if (tally.refusals.length < MOST_REFUSALS)
    tally.refusals.push({ line, reason: outcome, text: text.slice(0, MOST_TEXT) });
}

/** The tally as reports and the file's header keep it. */
export function summarize(
  tally: InputTally,
  input: Pick<InputSummary, 'name' | 'kind' | 'date' | 'sha256' | 'warnings'>,
): InputSummary {
  const { rows, prefixes, skipped, refused, refusals } = tally;
  return { ...input, rows, prefixes, skipped, refused, refusals };
}
