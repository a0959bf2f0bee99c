/** One rule that a value breaks. */
export interface Problem {
  /** JSON pointer (RFC 6901) to the value, from the object that was validated. */
  readonly path: string;
  /** Stable short name of the rule. */
  readonly rule: string;
  /** Section of STIX 2.1 that holds the rule. */
  readonly section: string;
  readonly message: string;
}

export interface ValidationOptions {
  /** How deep values may nest; an object's own properties are depth 1. Default 64. */
  readonly maxDepth?: number;
  /** How many values an object may consist of. Default 250,000. */
  readonly maxValues?: number;
  /** After how many problems to stop. Default 100. */
  readonly maxProblems?: number;
  /**
   * Whether objects that say `spec_version` 2.0, or nothing where only 2.1 demands it, are judged by STIX 2.0: what 2.1 newly
   * requires may be missing. For imports; default false.
   */
  readonly acceptVersion20?: boolean;
}

/** A validation in progress: where it stands, and what it found. */
export interface Inspection {
  readonly at: (string | number)[];
  readonly problems: Problem[];
  readonly maxProblems: number;
  /** The object is judged by STIX 2.0. */
  version20: boolean;
  /** The object says that its values are defanged (section 3.2): they need not have the form that they would have. */
  defanged?: boolean;
  /** The types of the observables in the same container, by their keys: references name keys (section 2.13). */
  container?: ReadonlyMap<string, string> | undefined;
}

export function inspection(options: ValidationOptions = {}): Inspection {
  return { at: [], problems: [], maxProblems: options.maxProblems ?? 100, version20: false };
}

/** Notes a broken rule at the place where the inspection stands, or at a property below it. */
export function report(to: Inspection, rule: string, section: string, message: string, below?: string | number): void {
  if (to.problems.length >= to.maxProblems) return;
  const path = pointer(below === undefined ? to.at : [...to.at, below]);
  to.problems.push({ path, rule, section, message });
}

/** RFC 6901. */
export function pointer(steps: readonly (string | number)[]): string {
  return steps.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** A value as messages show it: short, whatever was sent. */
export function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : typeName(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

export function typeName(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value;
}
