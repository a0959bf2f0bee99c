/** A number that no double holds exactly, as its text (JSON.rawJSON). `JSON.stringify` prints the text. */
export interface RawNumber {
  readonly rawJSON: string;
}

export type JsonValue = null | boolean | number | string | RawNumber | JsonList | JsonObject;
export type JsonList = readonly JsonValue[];
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

interface RawJson {
  rawJSON(text: string): RawNumber;
  isRawJSON(value: unknown): boolean;
}

/** ECMAScript's JSON.parse source text access, which the TypeScript library does not yet declare. */
const native = JSON as unknown as RawJson;

export const rawNumber = (text: string): RawNumber => native.rawJSON(text);

export function isRawNumber(value: unknown): value is RawNumber {
  return typeof value === 'object' && value !== null && native.isRawJSON(value);
}

/** Whether a value is an object with properties: no list, no null, no raw number. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !native.isRawJSON(value);
}

export function isList(value: unknown): value is JsonList {
  return Array.isArray(value);
}

/** A property that the object has of its own; `undefined` for what it only inherits, such as `constructor`. */
export function own(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Sets a property whatever its name; plain assignment would take `__proto__` for the prototype. */
export function put(target: Record<string, JsonValue>, key: string, value: JsonValue): void {
  if (key === '__proto__')
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  else target[key] = value;
}
