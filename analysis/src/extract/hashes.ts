import { isHexDigit, isNewline, isSpace, isWord } from './characters.ts';
import type { IndicatorKind } from './indicator.ts';

/** What a run of hexadecimal digits is, by its length. */
export const hashKinds: Partial<Record<number, IndicatorKind>> = {
  32: 'md5',
  40: 'sha1',
  56: 'sha224',
  64: 'sha256',
  96: 'sha384',
  128: 'sha512',
};

export interface Hash {
  kind: IndicatorKind;
  value: string;
  end: number;
  rejoined: boolean;
}

/**
 * The hash that begins at `start`, where text[start, end) is the whole run of hexadecimal digits. A PDF breaks long hashes over lines: pieces
 * that only together have the length of a hash are one. Pieces that are hashes by themselves are a list, unless the label before them
 * says which hash it is (`SHA-256: <32 digits>` and 32 more on the next line).
 */
export function hashAt(text: string, start: number, end: number): Hash | undefined {
  const kind = hashKinds[end - start];
  const labelled = labelledLength(text, start);
  if (kind !== undefined && (labelled === undefined || labelled <= end - start)) {
    if (labelled !== undefined || !continues(text, end))
      return { kind, value: text.slice(start, end).toLowerCase(), end, rejoined: false };
  }
  const whole = rejoin(text, start, end, labelled, kind !== undefined);
  if (whole !== undefined) return whole;
  return kind === undefined ? undefined : { kind, value: text.slice(start, end).toLowerCase(), end, rejoined: false };
}

/** Whether the next line goes on in hexadecimal digits that are not themselves a hash. */
function continues(text: string, end: number): boolean {
  const next = nextPiece(text, end);
  return next !== undefined && hashKinds[next.end - next.start] === undefined;
}

function rejoin(
  text: string,
  start: number,
  end: number,
  labelled: number | undefined,
  whole: boolean,
): Hash | undefined {
  let value = text.slice(start, end);
  let at = end;
  if (value.length < 8) return undefined;
  for (let piece = nextPiece(text, at); piece !== undefined; piece = nextPiece(text, at)) {
    value += text.slice(piece.start, piece.end);
    at = piece.end;
    const kind = hashKinds[value.length];
    const complete = kind !== undefined && (labelled === undefined || labelled === value.length);
    const next = nextPiece(text, at);
    const more =
      labelled === undefined &&
      next !== undefined &&
      hashKinds[next.end - next.start] === undefined &&
      value.length < 128;
    if (complete && !more) return { kind, value: value.toLowerCase(), end: at, rejoined: true };
    if (complete && !whole) return { kind, value: value.toLowerCase(), end: at, rejoined: true };
    if (value.length >= 128) return undefined;
  }
  return undefined;
}

/** A run of at least two hexadecimal digits, one of them a digit or the run long, that begins the next line and ends in itself. */
function nextPiece(text: string, end: number): { start: number; end: number } | undefined {
  let at = end;
  while (at < end + 3 && (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x2d)) at += 1;
  if (!isNewline(text.charCodeAt(at))) return undefined;
  at += text.startsWith('\r\n', at) ? 2 : 1;
  const line = at;
  while (at < line + 40 && (text.charCodeAt(at) === 0x20 || text.charCodeAt(at) === 0x09)) at += 1;
  const start = at;
  while (at < start + 129 && isHexDigit(text.charCodeAt(at))) at += 1;
  const after = text.charCodeAt(at);
  if (
    at - start < 2 ||
    isWord(after) ||
    after === 0x2e ||
    after === 0x3a ||
    after === 0x2f ||
    after === 0x5f ||
    after === 0x40
  )
    return undefined;
  const letters = at - start < 8 && !/\d/.test(text.slice(start, at));
  return letters && !(Number.isNaN(after) || isSpace(after)) ? undefined : { start, end: at };
}

/** The length that a label right before a hash calls for: `SHA256: `, `sha-512 = `, `MD5|`. */
function labelledLength(text: string, start: number): number | undefined {
  let end = start;
  while (end > start - 6 && end > 0 && !isWord(text.charCodeAt(end - 1)) && !isNewline(text.charCodeAt(end - 1)))
    end -= 1;
  if (end === start || !isWord(text.charCodeAt(end - 1))) return undefined;
  const found =
    /(?:sha[-_ ]?(1|224|256|384|512)|(md5))["'`*]{0,3}\s{0,3}(?:hash)?\s{0,3}[:=|]?\s{0,3}["'`|]{0,2}\s{0,2}$/i.exec(
      text.slice(Math.max(0, start - 24), start),
    );
  if (found === null) return undefined;
  if (found[2] !== undefined) return 32;
  return found[1] === '1' ? 40 : Number(found[1]) / 4;
}

/** Whether `imphash` stands right before a run of 32 digits. */
export const isImphash = (text: string, start: number): boolean =>
  /imp(?:ort)?[-_ ]?hash["'`*]{0,3}\s{0,3}[:=|]?\s{0,3}["'`|]?$/i.test(text.slice(Math.max(0, start - 20), start));
