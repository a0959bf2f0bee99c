import { sameDecimal } from './decimal.ts';
import { isList, isObject, isRawNumber, type JsonValue } from './json.ts';

/** Whether two values are the same JSON: the order of properties and the spelling of numbers do not count, all else does. */
export function sameContent(a: JsonValue, b: JsonValue): boolean {
  if (a === b) return true;
  if (isNumber(a)) return isNumber(b) && sameDecimal(numberText(a), numberText(b));
  if (isList(a))
    return isList(b) && a.length === b.length && a.every((item, index) => sameContent(item, b[index] ?? null));
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && sameContent(a[key] ?? null, b[key] ?? null))
  );
}

type JsonNumber = Extract<JsonValue, number | { rawJSON: string }>;
const isNumber = (value: JsonValue): value is JsonNumber => typeof value === 'number' || isRawNumber(value);
const numberText = (value: JsonNumber): string => (typeof value === 'number' ? String(value) : value.rawJSON);
