import { findingsIn } from './check.ts';
import { isFinding, readSyntax } from './parse.ts';
import { toProblems, type PatternProblem } from './problem.ts';

/**
 * What is wrong with a pattern, in the order of its text; nothing, where it is a valid STIX 2.1 pattern (section 9). A pattern
 * whose grammar is broken has one problem, the first. Linear in the length of the text, whatever it holds; never throws.
 */
export function validatePattern(text: string): readonly PatternProblem[] {
  const read = readSyntax(text);
  return toProblems(text, isFinding(read) ? [read] : findingsIn(read));
}
