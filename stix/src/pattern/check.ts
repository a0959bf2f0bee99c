import { parseNetwork } from './address.ts';
import type { Comparison, Literal, ObjectPath, Observation, PropertyTest, Qualifier } from './ast.ts';
import { canBeHash } from './hash-form.ts';
import { nanosecondsOf } from './nanoseconds.ts';
import type { Finding, PatternRule } from './problem.ts';
import { invalidityOf } from './regex/index.ts';

type Report = (rule: PatternRule, offset: number, message: string) => void;

/** The algorithm whose hash a path leads to, if it does: `file:hashes.'SHA-256'`, `x509-certificate:hashes.MD5`. */
export function hashAlgorithmOf({ steps }: ObjectPath): string | undefined {
  const last = steps.at(-1);
  const before = steps.at(-2);
  return last?.kind === 'key' && before?.kind === 'key' && before.name === 'hashes' ? last.name : undefined;
}

function checkHash(path: ObjectPath, values: readonly Literal[], report: Report): void {
  const algorithm = hashAlgorithmOf(path);
  if (algorithm === undefined) return;
  for (const literal of values) {
    if (literal.kind === 'string' && !canBeHash(algorithm, literal.value)) {
      report('hash', literal.at, `This is no ${algorithm} hash`);
    }
  }
}

function checkTest(test: PropertyTest, report: Report): void {
  switch (test.operator) {
    case 'EXISTS':
      return;
    case 'IN':
      return checkHash(test.path, test.values, report);
    case '=':
    case '!=':
      return checkHash(test.path, [test.value], report);
    case '<':
    case '<=':
    case '>':
    case '>=':
      if (test.value.kind === 'boolean') report('literal_type', test.value.at, `${test.operator} orders no booleans`);
      return;
    case 'LIKE':
    case 'MATCHES':
    case 'ISSUBSET':
    case 'ISSUPERSET': {
      const { operator, value } = test;
      if (value.kind !== 'string') report('literal_type', value.at, `${operator} takes a string`);
      else if (operator === 'MATCHES') {
        const invalidity = invalidityOf(value.value);
        if (invalidity) report('regular_expression', value.at, invalidity.message);
      } else if (operator !== 'LIKE' && !parseNetwork(value.value)) {
        report('address', value.at, `${operator} takes an IPv4 or IPv6 address or a network in CIDR notation`);
      }
    }
  }
}

/**
 * The object types with which a comparison can come true, `undefined` where none can. Section 9.5: all operands of AND must be
 * satisfiable with the same type of object. Reports the outermost place once, not what contains it.
 */
function checkComparison(comparison: Comparison, report: Report): ReadonlySet<string> | undefined {
  if (comparison.kind === 'test') {
    checkTest(comparison, report);
    return new Set([comparison.path.objectType]);
  }
  const types = comparison.operands.map((operand) => checkComparison(operand, report));
  if (types.includes(undefined)) return undefined;
  const known = types as ReadonlySet<string>[];
  if (comparison.kind === 'or') return new Set(known.flatMap((set) => [...set]));
  const shared = known.reduce((all, set) => (all.isSubsetOf(set) ? all : all.intersection(set)));
  if (shared.size > 0) return shared;
  report('object_types', comparison.at, 'AND joins what no single type of object can have: use two observations');
  return undefined;
}

function checkQualifiers(qualifiers: readonly Qualifier[], report: Report): void {
  const seen = new Set<string>();
  for (const qualifier of qualifiers) {
    const { kind, at } = qualifier;
    if (seen.has(kind)) report('qualifier_repeated', at, 'An observation expression takes each kind of qualifier once');
    seen.add(kind);
    if (kind === 'within' && !(Number(qualifier.seconds) > 0)) {
      report('qualifier_number', at, 'WITHIN takes a number of seconds above 0');
    }
    if (kind === 'repeats' && !(qualifier.times > 0)) {
      report('qualifier_number', at, 'REPEATS takes a number of times above 0');
    }
    if (kind === 'start_stop') {
      const [start, stop] = [nanosecondsOf(qualifier.start.value), nanosecondsOf(qualifier.stop.value)];
      if (start !== undefined && stop !== undefined && start >= stop)
        report('start_stop', at, 'STOP comes after START');
    }
  }
}

function checkObservation(observation: Observation, report: Report): void {
  if (observation.kind === 'observation') checkComparison(observation.comparison, report);
  else if (observation.kind === 'qualified') {
    checkObservation(observation.expression, report);
    checkQualifiers(observation.qualifiers, report);
  } else for (const operand of observation.operands) checkObservation(operand, report);
}

/** Who has this many to mend needs no more at once. */
const most = 100;

/** What breaks a rule of section 9 that its grammar cannot say, at most a hundred findings. Linear in the size of the pattern. */
export function findingsIn(pattern: Observation): Finding[] {
  const findings: Finding[] = [];
  checkObservation(pattern, (rule, offset, message) => {
    if (findings.length < most) findings.push({ rule, offset, message });
  });
  return findings;
}
