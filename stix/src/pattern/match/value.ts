import { isRawNumber } from '../../json/json.ts';
import type { Literal } from '../ast.ts';
import { nanosecondsOf } from '../nanoseconds.ts';

/** Bytes as a text whose characters are the bytes, so that bytes and text compare as section 9.6.3 says: code by code. */
export interface Bytes {
  readonly bytes: string;
}

export type Comparable = string | number | bigint | boolean | Bytes;

export const isBytes = (value: unknown): value is Bytes =>
  typeof value === 'object' && value !== null && 'bytes' in value;

function bytesOfHex(hex: string): Bytes {
  const codes: string[] = [];
  for (let at = 0; at < hex.length; at += 2)
    codes.push(String.fromCharCode(Number.parseInt(hex.slice(at, at + 2), 16)));
  return { bytes: codes.join('') };
}

/** The bytes that Base64 stands for; `undefined` where the text is none. */
function bytesOfBase64(text: string): Bytes | undefined {
  try {
    return { bytes: atob(text) };
  } catch {
    return undefined;
  }
}

/** What a literal is compared as. A timestamp stays text here; see `sameKind`. */
export function literalValue(literal: Literal): Comparable {
  switch (literal.kind) {
    case 'hex':
      return bytesOfHex(literal.value);
    case 'binary':
      return bytesOfBase64(literal.value) ?? literal.value;
    default:
      return literal.value;
  }
}

/**
 * What a value from JSON is compared as. A property whose name ends in _hex or _bin holds bytes (section 9.6.3); a number that no
 * double holds comes as its text.
 */
export function comparableOf(key: string, value: unknown): Comparable | undefined {
  if (typeof value === 'string') {
    if (key.endsWith('_hex'))
      return value.length % 2 === 0 && !/[^0-9a-f]/i.test(value) ? bytesOfHex(value) : undefined;
    return key.endsWith('_bin') ? bytesOfBase64(value) : value;
  }
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return value;
  if (!isRawNumber(value) || value.rawJSON.length > 400) return undefined;
  return /^-?\d+$/.test(value.rawJSON) ? BigInt(value.rawJSON) : Number(value.rawJSON);
}

/** Negative, 0 or positive by code points (section 9.6.2), where UTF-16 units would put U+10000 before U+FFFF. */
function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (left === right) continue;
    // Of the first units that differ, a surrogate belongs to the larger code point.
    const [leftHigh, rightHigh] = [isSurrogate(left), isSurrogate(right)];
    return leftHigh === rightHigh ? left - right : leftHigh ? 1 : -1;
  }
  return a.length - b.length;
}

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;

/** Whether text can be bytes. Section 9.6.3: text with a character above 255 never compares with bytes. */
export const fitsBytes = (text: string): boolean => !/[^\0-\xff]/.test(text);

const isNumber = (value: Comparable): value is number | bigint =>
  typeof value === 'number' || typeof value === 'bigint';

const textOf = (value: Comparable): string | undefined =>
  typeof value === 'string' ? value : isBytes(value) ? value.bytes : undefined;

/**
 * Negative, 0 or positive, as a value stands to a literal; `undefined` where their types do not compare, which makes every
 * operator false but != (section 9.6.1).
 */
export function compare(value: Comparable, literal: Literal, wanted: Comparable): number | undefined {
  if (literal.kind === 'timestamp') {
    const [left, right] = [typeof value === 'string' ? nanosecondsOf(value) : undefined, nanosecondsOf(literal.value)];
    return left === undefined || right === undefined ? undefined : Number(left > right) - Number(left < right);
  }
  if (isNumber(value) && isNumber(wanted)) return Number(value > wanted) - Number(value < wanted);
  if (typeof value === 'boolean' && typeof wanted === 'boolean') return Number(value) - Number(wanted);
  const [left, right] = [textOf(value), textOf(wanted)];
  if (left === undefined || right === undefined) return undefined;
  const mixed = isBytes(value) !== isBytes(wanted);
  return mixed && !(fitsBytes(left) && fitsBytes(right)) ? undefined : compareText(left, right);
}
