/** An address as the programme holds it. IPv4-mapped IPv6 (::ffff:0:0/96, RFC 4291 2.5.5.2) is always held as IPv4. */
export type IpAddress =
  { readonly version: 4; readonly value: number } | { readonly version: 6; readonly bytes: Uint8Array };

const DOT = 46;
const COLON = 58;

/**
 * The address as an unsigned 32-bit number, or -1 where the text is anything but four decimal numbers 0-255 without
 * leading zeros (which some systems read as octal). Allocates nothing: ingest calls it once per record.
 */
export function parseIpv4(text: string): number {
  const length = text.length;
  if (length < 7 || length > 15) return -1;
  let value = 0;
  let part = 0;
  let digits = 0;
  let dots = 0;
  for (let index = 0; index < length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === DOT) {
      if (digits === 0 || dots === 3) return -1;
      value = value * 256 + part;
      part = 0;
      digits = 0;
      dots += 1;
    } else {
      const digit = code - 48;
      if (digit < 0 || digit > 9 || (part === 0 && digits > 0)) return -1;
      part = part * 10 + digit;
      if (part > 255) return -1;
      digits += 1;
    }
  }
  return dots === 3 && digits > 0 ? value * 256 + part : -1;
}

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}

/**
 * Reads IPv6 text in any form of RFC 4291 2.2 into the first 16 bytes of `out`: true when it is one. No zone id, no
 * brackets. Mapped addresses are read as they stand. After false, `out` holds leftovers.
 */
export function parseIpv6Into(text: string, out: Uint8Array): boolean {
  const length = text.length;
  if (length < 2 || length > 45) return false;
  let index = 0;
  let written = 0;
  let gap = -1; // where `::` stands, in bytes
  if (text.charCodeAt(0) === COLON) {
    if (text.charCodeAt(1) !== COLON) return false;
    gap = 0;
    index = 2;
  }
  while (index < length) {
    if (written === 16) return false;
    const start = index;
    let group = 0;
    while (index < length) {
      const digit = hexDigit(text.charCodeAt(index));
      if (digit < 0) break;
      group = group * 16 + digit;
      index += 1;
      if (index - start > 4) return false;
    }
    if (index === start) return false;
    const next = index < length ? text.charCodeAt(index) : -1;
    if (next === DOT) {
      const tail = written <= 12 ? parseIpv4(text.slice(start)) : -1;
      if (tail < 0) return false;
      writeIpv4(tail, out, written);
      written += 4;
      break;
    }
    out[written] = group >>> 8;
    out[written + 1] = group & 255;
    written += 2;
    if (next < 0) break;
    if (next !== COLON) return false;
    index += 1;
    if (index === length) return false;
    if (text.charCodeAt(index) === COLON) {
      if (gap >= 0) return false;
      gap = written;
      index += 1;
    }
  }
  if (gap < 0) return written === 16;
  if (written === 16) return false; // `::` stands for at least one group
  out.copyWithin(16 - (written - gap), gap, written);
  out.fill(0, gap, 16 - (written - gap));
  return true;
}

function writeIpv4(value: number, out: Uint8Array, at: number): void {
  out[at] = value >>> 24;
  out[at + 1] = value >>> 16;
  out[at + 2] = value >>> 8;
  out[at + 3] = value;
}

/** The 32 bits of `bytes` from `at` on, unsigned. */
export function wordAt(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at] ?? 0) << 24) | ((bytes[at + 1] ?? 0) << 16) | ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)) >>> 0
  );
}

/** The IPv4 address that 16 bytes of the form ::ffff:a.b.c.d stand for, else -1. */
export function mappedIpv4(bytes: Uint8Array): number {
  return wordAt(bytes, 0) === 0 && wordAt(bytes, 4) === 0 && wordAt(bytes, 8) === 0xffff ? wordAt(bytes, 12) : -1;
}

/** 16 bytes, or undefined where the text is no IPv6 address. */
export function parseIpv6(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(16);
  return parseIpv6Into(text, bytes) ? bytes : undefined;
}

/** An address of either version, or undefined. Mapped addresses become IPv4. */
export function parseIp(text: string): IpAddress | undefined {
  const value = parseIpv4(text);
  if (value >= 0) return { version: 4, value };
  const bytes = parseIpv6(text);
  if (bytes === undefined) return undefined;
  const mapped = mappedIpv4(bytes);
  return mapped >= 0 ? { version: 4, value: mapped } : { version: 6, bytes };
}

/** Dotted decimal text of an unsigned 32-bit number. */
export function formatIpv4(value: number): string {
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}

/** The canonical text of 16 bytes (RFC 5952): lower case, the first longest run of two or more zero groups as `::`. */
export function formatIpv6(bytes: Uint8Array): string {
  const mapped = mappedIpv4(bytes);
  if (mapped >= 0) return `::ffff:${formatIpv4(mapped)}`; // RFC 5952 section 5
  let gap = 0;
  let gapLength = 1;
  for (let group = 0; group < 8; group += 1) {
    let end = group;
    while (end < 8 && bytes[end * 2] === 0 && bytes[end * 2 + 1] === 0) end += 1;
    if (end - group > gapLength) {
      gap = group;
      gapLength = end - group;
    }
    if (end > group) group = end;
  }
  const groups = Array.from({ length: 8 }, (_, group) =>
    (((bytes[group * 2] ?? 0) << 8) | (bytes[group * 2 + 1] ?? 0)).toString(16),
  );
  if (gapLength < 2) return groups.join(':');
  return `${groups.slice(0, gap).join(':')}::${groups.slice(gap + gapLength).join(':')}`;
}

/** The canonical text of an address. */
export function formatIp(ip: IpAddress): string {
  return ip.version === 4 ? formatIpv4(ip.value) : formatIpv6(ip.bytes);
}
