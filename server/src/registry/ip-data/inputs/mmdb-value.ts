// Values of the MaxMind DB format 2.0 (maxmind.github.io/MaxMind-DB), read with limits: the file is an operator's, and may
// be broken. The `maxmind` package looks addresses up but cannot list networks, and trusts what it reads.

export type MmdbValue = string | number | bigint | boolean | Uint8Array | MmdbValue[] | { [key: string]: MmdbValue };

const DEEPEST = 32;
const MOST_VALUES = 100_000;
const EXTENDED = 0;
const POINTER = 1;

/** A value that the format does not allow, or that lies outside the file. */
export class MmdbError extends Error {}

interface Cursor {
  at: number;
  left: number;
}

function unsigned(section: Buffer, cursor: Cursor, bytes: number): number {
  if (bytes > 6 || cursor.at + bytes > section.length) throw new MmdbError('a number is cut short');
  const value = bytes === 0 ? 0 : section.readUIntBE(cursor.at, bytes);
  cursor.at += bytes;
  return value;
}

function bigUnsigned(section: Buffer, cursor: Cursor, bytes: number): bigint {
  if (bytes > 16) throw new MmdbError('a number is too long');
  let value = 0n;
  for (let index = 0; index < bytes; index += 1) value = (value << 8n) | BigInt(unsigned(section, cursor, 1));
  return value;
}

function sizeOf(section: Buffer, cursor: Cursor, bits: number): number {
  if (bits < 29) return bits;
  if (bits === 29) return 29 + unsigned(section, cursor, 1);
  return bits === 30 ? 285 + unsigned(section, cursor, 2) : 65_821 + unsigned(section, cursor, 3);
}

const POINTER_BASES = [0, 2048, 526_336, 0];

function pointerTarget(section: Buffer, cursor: Cursor, bits: number): number {
  const size = bits >>> 3;
  const high = size === 3 ? 0 : bits & 7;
  return high * 2 ** (8 * (size + 1)) + unsigned(section, cursor, size + 1) + (POINTER_BASES[size] ?? 0);
}

function take(section: Buffer, cursor: Cursor, bytes: number): Buffer {
  if (cursor.at + bytes > section.length) throw new MmdbError('a value is cut short');
  cursor.at += bytes;
  return section.subarray(cursor.at - bytes, cursor.at);
}

function readMap(section: Buffer, cursor: Cursor, size: number, depth: number): MmdbValue {
  const entries: [string, MmdbValue][] = [];
  for (let index = 0; index < size; index += 1) {
    const key = readAt(section, cursor, depth);
    if (typeof key !== 'string') throw new MmdbError('a map has a key that is no text');
    entries.push([key, readAt(section, cursor, depth)]);
  }
  return Object.fromEntries(entries);
}

function readArray(section: Buffer, cursor: Cursor, size: number, depth: number): MmdbValue {
  const values: MmdbValue[] = [];
  for (let index = 0; index < size; index += 1) values.push(readAt(section, cursor, depth));
  return values;
}

function readAt(section: Buffer, cursor: Cursor, depth: number): MmdbValue {
  cursor.left -= 1;
  if (depth > DEEPEST || cursor.left < 0) throw new MmdbError('a value is nested too deeply or too large');
  const control = unsigned(section, cursor, 1);
  const short = control >>> 5;
  if (short === POINTER) {
    const at = pointerTarget(section, cursor, control & 31);
    const target = { at, left: cursor.left };
    const value = readAt(section, target, depth + 1);
    cursor.left = target.left;
    return value;
  }
  const type = short === EXTENDED ? unsigned(section, cursor, 1) + 7 : short;
  const size = sizeOf(section, cursor, control & 31);
  switch (type) {
    case 2:
      return take(section, cursor, size).toString('utf8');
    case 3:
      if (size !== 8) throw new MmdbError('a double is not 8 bytes long');
      return take(section, cursor, size).readDoubleBE();
    case 4:
      return take(section, cursor, size);
    case 5:
    case 6:
      return unsigned(section, cursor, size);
    case 7:
      return readMap(section, cursor, size, depth + 1);
    case 8:
      return size === 0 ? 0 : take(section, cursor, Math.min(size, 6)).readIntBE(0, Math.min(size, 6));
    case 9:
    case 10:
      return bigUnsigned(section, cursor, size);
    case 11:
      return readArray(section, cursor, size, depth + 1);
    case 14:
      return size === 1;
    case 15:
      if (size !== 4) throw new MmdbError('a float is not 4 bytes long');
      return take(section, cursor, size).readFloatBE();
    default:
      throw new MmdbError(`type ${type} is none of the format`);
  }
}

/** The value at an offset of a data section. Throws MmdbError. */
export function readMmdbValue(section: Buffer, at: number): MmdbValue {
  return readAt(section, { at, left: MOST_VALUES }, 0);
}

/** The member of nested maps that a path names, or undefined. */
export function member(value: MmdbValue | undefined, ...path: string[]): MmdbValue | undefined {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || Array.isArray(found) || found instanceof Uint8Array) return undefined;
    found = Object.hasOwn(found, key) ? found[key] : undefined;
  }
  return found;
}
