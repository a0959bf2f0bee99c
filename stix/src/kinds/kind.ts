import type { JsonObject, JsonValue } from '../json/json.ts';
import { report, shown, typeName, type Inspection } from '../problem.ts';

/** A kind of property: what its values must be. `check` reports at the place where the inspection stands. */
export interface Kind {
  readonly name: string;
  /** Section of STIX 2.1. */
  readonly section: string;
  readonly check: (value: JsonValue, to: Inspection) => void;
}

export type Properties = Readonly<Record<string, Kind>>;

/** A rule over several properties of one object. `rule` is its stable name. */
export interface CrossRule {
  readonly rule: string;
  check(object: JsonObject, to: Inspection): void;
}

/** A kind of text that need not have its form where the object says that it is defanged (section 3.2). */
export function fangedKind(kind: Kind): Kind {
  return {
    ...kind,
    check(value, to) {
      if (to.defanged !== true || typeof value !== 'string' || value === '') kind.check(value, to);
    },
  };
}

/** A kind of text, by a test that the text must pass. */
export function textKind(name: string, section: string, accepts: (text: string) => boolean, demand: string): Kind {
  const rule = name.replaceAll('-', '_');
  return {
    name,
    section,
    check(value, to) {
      if (typeof value !== 'string') wrongType(value, 'string', section, to);
      else if (!accepts(value)) report(to, rule, section, `${demand}: ${shown(value)}`);
    },
  };
}

export function wrongType(value: JsonValue, expected: string, section: string, to: Inspection): void {
  report(to, 'type', section, `A ${expected} is required here, not a ${typeName(value)}.`);
}
