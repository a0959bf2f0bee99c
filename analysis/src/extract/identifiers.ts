import { isDigit, isHexDigit, isWord } from './characters.ts';
import type { Match } from './indicator.ts';

/** `CVE-2024-12345` at `start` (the hyphens already folded; an underscore or a space counts too), or undefined. */
export function cveAt(text: string, start: number): Match | undefined {
  const found = /^cve[-_ ]{1,2}((?:19|20)\d\d)[-_ ](\d{4,7})(?![\dA-Za-z])/i.exec(text.slice(start, start + 20));
  if (found === null) return undefined;
  return { kind: 'cve', value: `CVE-${found[1] ?? ''}-${found[2] ?? ''}`, start, end: start + found[0].length };
}

/** An ATT&CK technique, `T1059` or `T1059.001`. */
export function techniqueAt(text: string, start: number, end: number): Match | undefined {
  if (end - start < 5) return undefined;
  const found = /^T[01]\d{3}(?:\.\d{3})?$/.exec(text.slice(start, end));
  return found === null ? undefined : { kind: 'technique', value: found[0], start, end };
}

/** `AS64500`, `ASN 64500`, `AS-64500`. */
export function asnAt(text: string, start: number): Match | undefined {
  let at = start + 2;
  if (text.charCodeAt(at) === 0x4e) at += 1;
  const code = text.charCodeAt(at);
  if (code === 0x20 || code === 0x2d || code === 0x3a) at += 1;
  if (code === 0x3a && text.charCodeAt(at) === 0x20) at += 1;
  const digits = at;
  while (at < digits + 11 && isDigit(text.charCodeAt(at))) at += 1;
  const number = Number(text.slice(digits, at));
  const after = text.charCodeAt(at);
  const ends = !isWord(after) && !((after === 0x2d || after === 0x2e) && isWord(text.charCodeAt(at + 1)));
  if (
    at === digits ||
    text.charCodeAt(digits) === 0x30 ||
    number > 4_294_967_295 ||
    !ends ||
    (at - digits < 2 && code === 0x20)
  )
    return undefined;
  return { kind: 'asn', value: `AS${number}`, start, end: at };
}

/** An ssdeep hash, `blocksize:chunk:double chunk`, whose block size is 3 * 2^n (Kornblum 2006). `colon` is the offset of its first colon. */
export function ssdeepAt(text: string, start: number, colon: number): Match | undefined {
  const size = Number(text.slice(start, colon));
  if (!(size >= 3 && size <= 3 * 2 ** 30) || !Number.isInteger(Math.log2(size / 3))) return undefined;
  const first = chunkEnd(text, colon + 1);
  if (first - colon < 7 || text.charCodeAt(first) !== 0x3a) return undefined;
  const end = chunkEnd(text, first + 1);
  if (end - first < 4 || end - colon < 18) return undefined;
  return { kind: 'ssdeep', value: text.slice(start, end), start, end };
}

function chunkEnd(text: string, from: number): number {
  let at = from;
  while (
    at < from + 65 &&
    (isWord(text.charCodeAt(at)) || text.charCodeAt(at) === 0x2b || text.charCodeAt(at) === 0x2f)
  )
    at += 1;
  return at;
}

/** Whether text[start, end) is hexadecimal throughout. */
export function isHex(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at += 1) if (!isHexDigit(text.charCodeAt(at))) return false;
  return true;
}
