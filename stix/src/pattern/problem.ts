/** What is wrong with a pattern, by the rule that it breaks, and the section of STIX 2.1 that holds the rule. */
export const patternRules = {
  character: '9.3',
  comment: '9.3',
  string: '9.2',
  integer: '9.2',
  hex: '9.2',
  binary: '9.2',
  timestamp: '9.2',
  syntax: '9.3',
  brackets: '9.5',
  keyword_case: '9.3',
  nesting: '9.5',
  quoted_key: '9.7',
  list_index: '9.7.2',
  literal_type: '9.6.1',
  address: '9.6.1',
  regular_expression: '9.6.1',
  hash: '10.8',
  object_types: '9.5',
  qualifier_repeated: '9.5.1',
  qualifier_number: '9.5.1',
  start_stop: '9.5.1',
} as const;

export type PatternRule = keyof typeof patternRules;

/** `offset` counts UTF-16 units from 0; `line` and `column` count from 1. */
export interface PatternProblem {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  readonly rule: PatternRule;
  readonly section: string;
  readonly message: string;
}

/** A rule broken at an offset, before lines are counted. */
export interface Finding {
  readonly offset: number;
  readonly rule: PatternRule;
  readonly message: string;
}

/** The findings in the order of the text, with line and column: one pass over the text, however many there are. */
export function toProblems(text: string, findings: readonly Finding[]): PatternProblem[] {
  let line = 1;
  let lineStart = 0;
  let next = text.indexOf('\n');
  return findings
    .toSorted((a, b) => a.offset - b.offset)
    .map(({ offset, rule, message }) => {
      while (next !== -1 && next < offset) {
        line += 1;
        lineStart = next + 1;
        next = text.indexOf('\n', lineStart);
      }
      return { offset, line, column: offset - lineStart + 1, rule, section: patternRules[rule], message };
    });
}

/** Ends the reading of a pattern at the first place where the grammar is broken; never leaves this folder. */
export class PatternSyntaxError extends Error {
  readonly finding: Finding;

  constructor(rule: PatternRule, offset: number, message: string) {
    super(message);
    this.finding = { offset, rule, message };
  }
}
