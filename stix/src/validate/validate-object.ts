import { isObject, own, type JsonObject, type JsonValue } from '../json/json.ts';
import { wrongType } from '../kinds/kind.ts';
import { shapeCheck, type Shape } from '../kinds/record.ts';
import { notBefore } from '../kinds/rules.ts';
import { inspection, report, shown, type Inspection, type Problem, type ValidationOptions } from '../problem.ts';
import { commonProperties } from '../types/common-properties.ts';
import type { Category, ObjectType } from '../types/object-type.ts';
import { typeTable } from '../types/type-table.ts';
import { isTypeName, typeOfId } from '../uuid.ts';
import { inspectContained } from './container.ts';
import { checkExtensions, extensionTypesOf } from './extensions.ts';
import { brokenLimit } from './limits.ts';
import { checkNames } from './properties.ts';
import { checkSelectors } from './selectors.ts';

interface Checker {
  readonly category: Category;
  readonly entry: ObjectType | undefined;
  readonly known: ReadonlySet<string>;
  check(object: JsonObject, to: Inspection): void;
}

const versionOrder = notBefore('3.6', 'created', 'modified');

function checkerOf(type: string, category: Category, entry?: ObjectType): Checker {
  const common = commonProperties(type, category);
  const shape: Shape = {
    required: { ...common.required, ...entry?.required },
    optional: { ...common.optional, ...entry?.optional },
    rules: [...(category === 'sco' ? [] : [versionOrder]), ...(entry?.rules ?? [])],
  };
  const since21 = new Set(['spec_version', ...(entry?.since21 ?? [])]);
  const waived = (property: string, to: Inspection): boolean =>
    to.container === undefined ? to.version20 && since21.has(property) : property === 'id';
  return {
    category,
    entry,
    known: new Set([...Object.keys({ ...shape.required, ...shape.optional }), 'extensions']),
    check: shapeCheck(entry?.section ?? '3.2', shape, waived),
  };
}

const checkers = new Map(
  [...typeTable.values()].map((entry) => [entry.type, checkerOf(entry.type, entry.category, entry)]),
);
const customObject = checkerOf('', 'sdo');
const customObservable = checkerOf('', 'sco');

/** Objects of types that the specification does not know: with versions, as domain objects, or without, as observables. */
function customChecker(object: JsonObject): Checker {
  const declared = extensionTypesOf(object);
  if (declared.has('new-sco')) return customObservable;
  if (declared.has('new-sdo') || declared.has('new-sro')) return customObject;
  const hasVersions = own(object, 'created') !== undefined || own(object, 'modified') !== undefined;
  return hasVersions ? customObject : customObservable;
}

/**
 * What is wrong with a STIX object, by rule, place and section; nothing where it is valid. Custom types and properties,
 * unresolved references and identifiers of observables that do not follow section 2.9 are accepted. Never throws; its time grows
 * with the size of the value alone.
 */
export function validateObject(value: JsonValue, options: ValidationOptions = {}): readonly Problem[] {
  const to = inspection(options);
  inspectObject(value, options, to);
  return to.problems;
}

/** As `validateObject`, at the place where an inspection stands. */
export function inspectObject(value: JsonValue, options: ValidationOptions, to: Inspection): void {
  if (!isObject(value)) return wrongType(value, 'STIX object', '3', to);
  const broken = brokenLimit(value, options);
  if (broken === 'depth') return report(to, 'depth', '3', 'The object nests too deeply.');
  if (broken === 'size') return report(to, 'size', '3', 'The object consists of too many values.');
  const type = own(value, 'type');
  if (typeof type !== 'string') return report(to, 'required', '3.2', 'An object has a type.', 'type');
  if (!isTypeName(type) || type === 'action') {
    return report(to, 'type_name', '3.1', `This is no name of a type: ${shown(type)}`, 'type');
  }
  if (type === 'bundle') return report(to, 'bundle', '8', 'A bundle is no object and stands in none.', 'type');
  const checker = checkers.get(type) ?? customChecker(value);
  checkVersion(value, checker.category, options, to);
  to.defanged = own(value, 'defanged') === true;
  checkId(value, type, to);
  checker.check(value, to);
  checkNames(value, checker.known, checker.category === 'sco', to);
  checkExtensions(value, checker.entry, to);
  if (type === 'observed-data') inspectContained(value, to, inspectObservable);
  checkSelectors(value, to);
}

/** An observable in the container of an observed-data. */
function inspectObservable(object: JsonObject, type: string, to: Inspection): void {
  const checker = checkers.get(type) ?? customObservable;
  to.defanged = own(object, 'defanged') === true;
  checker.check(object, to);
  checkNames(object, checker.known, true, to);
  checkExtensions(object, checker.entry, to);
}

/** Section 3.2: without spec_version an object is of 2.0, an observable of 2.1. */
function checkVersion(
  object: JsonObject,
  category: Category,
  { acceptVersion20 = false }: ValidationOptions,
  to: Inspection,
): void {
  const version = own(object, 'spec_version');
  const is20 = version === '2.0' || (version === undefined && category !== 'sco');
  to.version20 = acceptVersion20 && is20;
  if (version === '2.0' && !acceptVersion20) {
    report(to, 'spec_version', '3.2', 'The object is of STIX 2.0; 2.1 is required.', 'spec_version');
  }
}

/** Section 2.9: the identifier begins with the type. What else is wrong with it, its kind says. */
function checkId(object: JsonObject, type: string, to: Inspection): void {
  const id = own(object, 'id');
  const named = typeof id === 'string' ? typeOfId(id) : undefined;
  if (named === undefined || named === type) return;
  report(to, 'id_type', '2.9', `The identifier of an object of type ${type} begins with it, not with ${named}.`, 'id');
}
