/** One object that another names, and by which property. */
export interface Reference {
  readonly property: string;
  readonly id: string;
}

const stixId = /^[a-z][a-z0-9-]{0,249}--[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Deeper than any object of STIX goes; what nests further is hostile. */
const deepest = 32;

/** What an object names in properties that end in _ref or _refs (STIX 2.1 section 3.1), each pair once; markings left out. */
export function referencesIn(value: unknown): Reference[] {
  const found = new Map<string, Reference>();
  collect(value, '', deepest, found);
  return [...found.values()];
}

function collect(value: unknown, property: string, depth: number, found: Map<string, Reference>): void {
  if (depth === 0) return;
  if (typeof value === 'string') {
    if (/_refs?$/.test(property) && !property.includes('marking') && stixId.test(value))
      found.set(`${property} ${value}`, { property, id: value });
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, property, depth - 1, found);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, part] of Object.entries(value)) collect(part, name, depth - 1, found);
  }
}

/** A text property of an object of whatever shape; undefined where there is none. */
export function textOf(object: unknown, property: string): string | undefined {
  const value = propertyOf(object, property);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A property of an object of whatever shape. */
export function propertyOf(object: unknown, property: string): unknown {
  if (typeof object !== 'object' || object === null || !Object.hasOwn(object, property)) return undefined;
  return (object as Record<string, unknown>)[property];
}
