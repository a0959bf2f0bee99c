// STIX patterns (STIX 2.1 section 9): read, check, print, match, and what they look for.
export type { Comparison, Literal, ObjectPath, Observation, PathStep, PropertyTest, Qualifier } from './ast.ts';
export { indicatorsOf, type Equality, type PatternIndicators } from './indicators.ts';
export {
  matchPattern,
  type Binding,
  type MatchOptions,
  type MatchResult,
  type ObservableObject,
  type ObservedData,
} from './match/index.ts';
export { parsePattern, type ParsedPattern } from './parse.ts';
export { printObjectPath, printPattern } from './print.ts';
export type { PatternProblem, PatternRule } from './problem.ts';
export { validatePattern } from './validate.ts';
