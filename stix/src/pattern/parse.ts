import type { Observation } from './ast.ts';
import { openCursor, refuse } from './cursor.ts';
import { readObservation } from './observation.ts';
import { PatternSyntaxError, toProblems, type Finding, type PatternProblem } from './problem.ts';

/** The syntax tree of a pattern, or the first place where its grammar is broken. */
export function readSyntax(text: string): Observation | Finding {
  try {
    const cursor = openCursor(text);
    const pattern = readObservation(cursor);
    if (cursor.token.kind !== 'end') refuse(cursor, 'an operator, a qualifier or the end of the pattern');
    return pattern;
  } catch (error) {
    if (error instanceof PatternSyntaxError) return error.finding;
    throw error;
  }
}

export const isFinding = (read: Observation | Finding): read is Finding => 'rule' in read;

export type ParsedPattern =
  { readonly ok: true; readonly pattern: Observation } | { readonly ok: false; readonly problem: PatternProblem };

/**
 * Reads a pattern by the grammar of STIX 2.1 section 9, in time linear in its length and with bounded depth, whatever it
 * holds. What the grammar cannot say (hash lengths, types under AND, repeated qualifiers) is checked by `validatePattern`.
 */
export function parsePattern(text: string): ParsedPattern {
  const read = readSyntax(text);
  if (!isFinding(read)) return { ok: true, pattern: read };
  const [problem] = toProblems(text, [read]) as [PatternProblem];
  return { ok: false, problem };
}
