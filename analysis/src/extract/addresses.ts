import { isDigit, isHexDigit } from './characters.ts';

/** Whether text[start, end) is an IPv4 address: four numbers up to 255, none with a leading zero. */
export function isIpv4(text: string, start: number, end: number): boolean {
  if (end - start < 7 || end - start > 15) return false;
  let parts = 0;
  let value = -1;
  for (let at = start; at <= end; at += 1) {
    const code = at === end ? 0x2e : text.charCodeAt(at);
    if (code === 0x2e) {
      if (value < 0 || value > 255) return false;
      parts += 1;
      value = -1;
    } else if (isDigit(code)) {
      if (value === 0) return false;
      value = (value < 0 ? 0 : value * 10) + code - 48;
    } else return false;
  }
  return parts === 4;
}

/** The offset after an IPv6 address that begins at `start` (RFC 4291, section 2.2), or -1. Its last 32 bits may be written as IPv4. */
export function ipv6End(text: string, start: number): number {
  let at = start;
  let groups = 0;
  let gap = false;
  let digits = false;
  let end = -1;
  if (text.startsWith('::', at)) {
    gap = true;
    at += 2;
  }
  while (at < text.length && at < start + 46) {
    const group = at;
    while (at < group + 5 && isHexDigit(text.charCodeAt(at))) {
      digits ||= isDigit(text.charCodeAt(at));
      at += 1;
    }
    if (at - group > 4) return -1;
    if (text.charCodeAt(at) === 0x2e && groups > 0) {
      let tail = at;
      while (tail < group + 15 && (isDigit(text.charCodeAt(tail)) || text.charCodeAt(tail) === 0x2e)) tail += 1;
      if (isIpv4(text, group, tail) && (gap ? groups <= 5 : groups === 6)) return tail;
    }
    if (at === group) break;
    groups += 1;
    end = at;
    if (text.charCodeAt(at) !== 0x3a) break;
    if (text.charCodeAt(at + 1) === 0x3a) {
      if (gap) return -1;
      gap = true;
      end = at + 2;
      at += 2;
    } else if (isHexDigit(text.charCodeAt(at + 1))) at += 1;
    else break;
  }
  if (end < 0 || !digits || !(gap ? groups <= 7 : groups === 8)) return -1;
  // Two short groups around a double colon are scopes, ratios and times more often than addresses.
  return gap && groups < 3 && end - start < 7 ? -1 : end;
}

/** The offset after `/bits` where a prefix length follows an address, or -1. */
export function prefixEnd(text: string, at: number, bits: number): number {
  if (text.charCodeAt(at) !== 0x2f) return -1;
  let end = at + 1;
  let value = 0;
  while (end < at + 5 && isDigit(text.charCodeAt(end))) {
    value = value * 10 + text.charCodeAt(end) - 48;
    end += 1;
  }
  const next = text.charCodeAt(end);
  const ends = !(next === 0x2f || next === 0x2d || (next >= 65 && next <= 90) || (next >= 97 && next <= 122));
  return end > at + 1 && value <= bits && value > 0 && ends ? end : -1;
}

/** Blocks in which no host of the public Internet lies (RFC 6890 and its like), by their first octets. */
export function isSpecialUse(address: string): boolean {
  const [a = 0, b = 0] = address.split('.', 2).map(Number);
  return (
    a === 0 ||
    a === 10 ||
    a === 127 ||
    a >= 224 ||
    (a === 100 && b >= 64 && b < 128) ||
    (a === 169 && b === 254) ||
    (a === 172 && b >= 16 && b < 32) ||
    (a === 192 && b === 168)
  );
}
