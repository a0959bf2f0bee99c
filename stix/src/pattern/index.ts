// STIX patterns (STIX 2.1 section 9): read, check, print, match, and what they name.
export type { Comparison, Literal, ObjectPath, Observation, PathStep, PropertyTest, Qualifier } from './ast.ts';
export { parsePattern, type ParsedPattern } from './parse.ts';
export type { PatternProblem, PatternRule } from './problem.ts';
export { validatePattern } from './validate.ts';
