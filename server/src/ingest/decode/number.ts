/** A port as given: -1 for '', NaN for what is no number, else the number, be it in range or not. */
export function portOfText(text: string): number {
  if (text === '') return -1;
  return /^\d{1,15}$/.test(text) ? Number(text) : NaN;
}

/** An AS number as given, with or without "AS" before it; -1 for what is none. 0 stands for "unknown" in many feeds. */
export function asnOfText(text: string): number {
  const digits = /^(?:as)?(\d{1,10})$/i.exec(text)?.[1];
  const asn = digits === undefined ? -1 : Number(digits);
  return asn > 0 && asn <= 4_294_967_295 ? asn : -1;
}

/** The number that the bytes spell in 1 to 10 decimal digits; NaN otherwise. */
export function numberOfBytes(bytes: Uint8Array, start: number, end: number): number {
  if (end <= start || end - start > 10) return NaN;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (digit < 0 || digit > 9) return NaN;
    value = value * 10 + digit;
  }
  return value;
}
