import { pointer, shown } from '../problem.ts';
import { isExact } from './decimal.ts';
import { isRawNumber, rawNumber, type JsonObject, type JsonValue } from './json.ts';
import { countMembers, countNames, firstRepeatedName } from './repeated-names.ts';

/** Why a text is refused before anybody asks whether it is STIX. */
export const jsonRefusals = [
  'encoding',
  'syntax',
  'depth',
  'repeated_name',
  'nul',
  'surrogate',
  'number_range',
] as const;
export type JsonRefusal = (typeof jsonRefusals)[number];

export type ParsedJson =
  | { readonly ok: true; readonly value: JsonValue }
  | { readonly ok: false; readonly reason: JsonRefusal; readonly path: string; readonly message: string };

/** A number outside strings that a double may not hold: a fraction, an exponent, or sixteen digits and more. */
const doubtfulNumber = /[:,[\s]-?(?:\d{16,}|\d+\.\d+|\d+(?:\.\d+)?[eE][+-]?\d+)(?=[\s,\]}]|$)/;
/** An escape that can name NUL or half of a character. */
const doubtfulEscape = /\\u(?:0000|[dD][89a-fA-F])/;

/**
 * Reads JSON so that printing it again (`printJson`) loses nothing: a number that no double holds stays its text. Refuses what cannot
 * be stored and given back: NUL and lone surrogates (PostgreSQL's jsonb has neither), names that an object has twice (readers differ on
 * which counts), numbers beyond IEEE doubles, nesting deeper than `maxDepth`. Bytes are UTF-8. Never throws; where `ok` is false, `path` is a JSON pointer to the place, if there is one.
 */
export function parseJson(source: string | Uint8Array, { maxDepth = 100 }: { maxDepth?: number } = {}): ParsedJson {
  const text = typeof source === 'string' ? source : decode(source);
  if (text === undefined) return refused('encoding', [], 'The bytes are not UTF-8.');
  if (!text.isWellFormed()) return refused('surrogate', [], 'The text holds half of a character.');
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch (error) {
    return refused('syntax', [], error instanceof Error ? error.message : 'This is not JSON.');
  }
  const refusal = firstRefusal(value, [], maxDepth, doubtfulEscape.test(text));
  if (refusal !== undefined) return refusal;
  if (countNames(text) !== countMembers(value)) {
    return refused('repeated_name', [], `An object has a property twice: ${shown(firstRepeatedName(text))}`);
  }
  if (!doubtfulNumber.test(text) && !isDoubtfulAlone(value)) return { ok: true, value };
  const exact = JSON.parse(text, keepNumber as (key: string, value: JsonValue) => JsonValue) as JsonValue;
  return firstRange(exact, []) ?? { ok: true, value: exact };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** A document that is but a number has nothing before it that `doubtfulNumber` could see. */
const isDoubtfulAlone = (value: JsonValue): boolean => typeof value === 'number';

function keepNumber(_key: string, value: JsonValue, context: { source?: string }): JsonValue {
  if (typeof value !== 'number' || context.source === undefined || isExact(context.source, value)) return value;
  return rawNumber(context.source);
}

function refused(
  reason: JsonRefusal,
  steps: readonly (string | number)[],
  message: string,
): ParsedJson & { ok: false } {
  return { ok: false, reason, path: pointer(steps), message };
}

/** The first place where a document is too deep or holds what cannot be stored. Recursion ends at `depth`. */
function firstRefusal(
  value: JsonValue,
  at: (string | number)[],
  depth: number,
  withStrings: boolean,
): (ParsedJson & { ok: false }) | undefined {
  if (typeof value === 'string') return withStrings ? badText(value, at) : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth <= 0) return refused('depth', at, 'Values nest too deeply.');
  for (const key of Object.keys(value)) {
    at.push(Array.isArray(value) ? Number(key) : key);
    const found =
      (withStrings ? badText(key, at) : undefined) ??
      firstRefusal((value as JsonObject)[key] as JsonValue, at, depth - 1, withStrings);
    if (found !== undefined) return found;
    at.pop();
  }
  return undefined;
}

function badText(text: string, at: (string | number)[]): (ParsedJson & { ok: false }) | undefined {
  if (text.includes('\0')) return refused('nul', at, 'The character NUL cannot be stored.');
  if (!text.isWellFormed()) return refused('surrogate', at, 'Half of a character (a lone surrogate) cannot be stored.');
  return undefined;
}

/** Characters of a number that is kept as its text; PostgreSQL's numeric ends at 16,383 digits behind the point. */
const LONGEST_NUMBER = 1000;

/** STIX 2.1 section 2.6: numbers are IEEE 754 doubles; a database would print 1e130000 as so many digits. */
function firstRange(value: JsonValue, at: (string | number)[]): (ParsedJson & { ok: false }) | undefined {
  if (isRawNumber(value)) {
    const nearest = Number(value.rawJSON);
    if (value.rawJSON.length > LONGEST_NUMBER) return refused('number_range', at, 'The number has too many digits.');
    if (Number.isFinite(nearest) && nearest !== 0) return undefined;
    return refused('number_range', at, 'The number is beyond what an IEEE 754 double can hold.');
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const key of Object.keys(value)) {
    at.push(Array.isArray(value) ? Number(key) : key);
    const found = firstRange((value as JsonObject)[key] as JsonValue, at);
    if (found !== undefined) return found;
    at.pop();
  }
  return undefined;
}
