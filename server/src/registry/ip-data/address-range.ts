import type { IpAddress } from './ip-address.ts';
import type { Prefix } from './prefix.ts';

/** The fewest prefixes that cover exactly `first`..`last` (both included, unsigned 32-bit, first <= last), in order. */
export function rangeToPrefixes4(first: number, last: number): Prefix[] {
  const prefixes: Prefix[] = [];
  for (let base = first; base <= last;) {
    let length = 32;
    let size = 1;
    while (length > 0 && base % (size * 2) === 0 && base + size * 2 - 1 <= last) {
      size *= 2;
      length -= 1;
    }
    prefixes.push({ version: 4, base, length });
    base += size;
  }
  return prefixes;
}

function toBigInt(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, 16);
  return (view.getBigUint64(0) << 64n) | view.getBigUint64(8);
}

function toBytes(value: bigint): Uint8Array {
  const bytes = new Uint8Array(16);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, value >> 64n);
  view.setBigUint64(8, BigInt.asUintN(64, value));
  return bytes;
}

/** As rangeToPrefixes4, for addresses of 16 bytes. */
export function rangeToPrefixes6(first: Uint8Array, last: Uint8Array): Prefix[] {
  const prefixes: Prefix[] = [];
  const end = toBigInt(last);
  for (let base = toBigInt(first); base <= end;) {
    let length = 128;
    let size = 1n;
    while (length > 0 && (base & size) === 0n && base + size * 2n - 1n <= end) {
      size *= 2n;
      length -= 1;
    }
    prefixes.push({ version: 6, base: toBytes(base), length });
    base += size;
  }
  return prefixes;
}

/** The prefixes of a range, or undefined where its ends are of two versions or the wrong way round. */
export function rangeToPrefixes(first: IpAddress, last: IpAddress): Prefix[] | undefined {
  if (first.version === 4 && last.version === 4)
    return first.value <= last.value ? rangeToPrefixes4(first.value, last.value) : undefined;
  if (first.version === 6 && last.version === 6) {
    const order = toBigInt(first.bytes) <= toBigInt(last.bytes);
    return order ? rangeToPrefixes6(first.bytes, last.bytes) : undefined;
  }
  return undefined;
}
