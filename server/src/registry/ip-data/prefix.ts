import { formatIpv4, formatIpv6, mappedIpv4, parseIpv4, parseIpv6, wordAt, type IpAddress } from './ip-address.ts';

/** A network: its first address and the number of leading bits that all its addresses share. */
export type Prefix =
  | { readonly version: 4; readonly base: number; readonly length: number }
  | { readonly version: 6; readonly base: Uint8Array; readonly length: number };

/** Why a text is no prefix. `host_bits`: the address has bits set beyond the length, as in 192.0.2.1/24. */
export type PrefixRefusal = 'bad_prefix' | 'host_bits';

/** The mask of `length` leading bits of 32. */
export function mask4(length: number): number {
  return length <= 0 ? 0 : (0xffffffff << (32 - Math.min(length, 32))) >>> 0;
}

function lengthOf(text: string, most: number): number {
  if (!/^(0|[1-9][0-9]{0,2})$/.test(text)) return -1;
  const length = Number(text);
  return length <= most ? length : -1;
}

/** Clears, in place, all bits of 16 bytes beyond `length`. */
export function clearHostBits(bytes: Uint8Array, length: number): void {
  for (let index = length >>> 3; index < 16; index += 1) {
    const kept = Math.max(0, length - index * 8);
    bytes[index] = kept >= 8 ? (bytes[index] ?? 0) : (bytes[index] ?? 0) & (0xff00 >>> kept);
  }
}

function prefix6(bytes: Uint8Array, length: number, clear: boolean): Prefix | PrefixRefusal {
  const mapped = mappedIpv4(bytes);
  if (mapped >= 0 && length >= 96) return prefix4(mapped, length - 96, clear);
  const base = bytes.slice();
  clearHostBits(base, length);
  if (!clear && base.some((byte, index) => byte !== bytes[index])) return 'host_bits';
  return { version: 6, base, length };
}

function prefix4(address: number, length: number, clear: boolean): Prefix | PrefixRefusal {
  const base = (address & mask4(length)) >>> 0;
  return clear || base === address ? { version: 4, base, length } : 'host_bits';
}

/**
 * A prefix from its address text and its length text; no length means one address. Bits beyond the length are a
 * refusal, unless `hostBits` is 'clear'. Prefixes within ::ffff:0:0/96 become IPv4.
 */
export function readPrefix(
  address: string,
  length: string | undefined,
  hostBits: 'refuse' | 'clear' = 'refuse',
): Prefix | PrefixRefusal {
  const clear = hostBits === 'clear';
  const value = parseIpv4(address);
  if (value >= 0) {
    const bits = length === undefined ? 32 : lengthOf(length, 32);
    return bits < 0 ? 'bad_prefix' : prefix4(value, bits, clear);
  }
  const bytes = parseIpv6(address);
  const bits = length === undefined ? 128 : lengthOf(length, 128);
  return bytes === undefined || bits < 0 ? 'bad_prefix' : prefix6(bytes, bits, clear);
}

/** A prefix from text such as 192.0.2.0/24, 2001:db8::/32 or a bare address. */
export function readCidr(text: string, hostBits: 'refuse' | 'clear' = 'refuse'): Prefix | PrefixRefusal {
  const slash = text.indexOf('/');
  return slash < 0
    ? readPrefix(text, undefined, hostBits)
    : readPrefix(text.slice(0, slash), text.slice(slash + 1), hostBits);
}

/** As readCidr, for callers that need no reason: undefined where the text is no prefix. */
export function parsePrefix(text: string, hostBits: 'refuse' | 'clear' = 'refuse'): Prefix | undefined {
  const prefix = readCidr(text, hostBits);
  return typeof prefix === 'string' ? undefined : prefix;
}

/** The canonical text of a prefix, always with its length. */
export function formatPrefix(prefix: Prefix): string {
  return `${prefix.version === 4 ? formatIpv4(prefix.base) : formatIpv6(prefix.base)}/${prefix.length}`;
}

/** Whether the address lies in the prefix. Addresses and prefixes of different versions never meet. */
export function prefixContains(prefix: Prefix, ip: IpAddress): boolean {
  if (prefix.version === 4) return ip.version === 4 && (ip.value & mask4(prefix.length)) >>> 0 === prefix.base;
  if (ip.version !== 6) return false;
  for (let at = 0; at < 16; at += 4) {
    const mask = mask4(prefix.length - at * 8);
    if ((wordAt(ip.bytes, at) & mask) >>> 0 !== wordAt(prefix.base, at)) return false;
  }
  return true;
}
