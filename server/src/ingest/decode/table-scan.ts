/** Marks of a field: why its bytes are not simply its text. */
export const ESCAPED_QUOTE = 1;
export const NEEDS_ESCAPE = 2; // control character, backslash or quote: JSON and the identity escape it
export const NOT_ASCII = 4;
export const NUL = 8;
const STOP = 16;

export const MORE = 0;
export const ROW = 1;
export const BAD_QUOTING = 2;
export type ScanResult = typeof MORE | typeof ROW | typeof BAD_QUOTING;

const FIELD_START = 0;
const BARE = 1;
const QUOTED = 2;

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * The scan of one row, resumable at every byte: each byte is looked at once, however small the chunks are. Field i is
 * bytes[starts[i]..ends[i]), without its quotes. Fields beyond the capacity are counted, not stored.
 */
export interface RowScan {
  starts: Int32Array;
  ends: Int32Array;
  marks: Uint8Array;
  count: number;
  /** Marks of all fields together. */
  mark: number;
  /** A field beyond the capacity holds something. */
  surplus: boolean;
  /** A quote behind a backslash is a character, as some senders write it. */
  backslash: boolean;
  /** Line feeds inside of quoted fields. */
  innerLines: number;
  /** The next byte to look at. */
  at: number;
  state: number;
  fieldStart: number;
  fieldMark: number;
}

export function createScan(capacity: number): RowScan {
  return {
    starts: new Int32Array(capacity),
    ends: new Int32Array(capacity),
    marks: new Uint8Array(capacity),
    ...{
      count: 0,
      mark: 0,
      surplus: false,
      backslash: false,
      innerLines: 0,
      at: 0,
      state: FIELD_START,
      fieldStart: 0,
      fieldMark: 0,
    },
  };
}

/** Makes the scan stand at the first byte of a row. */
export function beginRow(scan: RowScan, at: number, backslash = false): void {
  scan.surplus = false;
  scan.backslash = backslash;
  scan.count = 0;
  scan.mark = 0;
  scan.innerLines = 0;
  scan.at = at;
  scan.state = FIELD_START;
}

/** The bytes moved towards the front. */
export function shiftScan(scan: RowScan, by: number): void {
  if (by === 0) return;
  const stored = Math.min(scan.count, scan.starts.length);
  for (let i = 0; i < stored; i++) {
    scan.starts[i] = (scan.starts[i] ?? 0) - by;
    scan.ends[i] = (scan.ends[i] ?? 0) - by;
  }
  scan.at -= by;
  scan.fieldStart -= by;
}

/** Whether the row ended, or was broken off, inside of quotes. */
export function insideQuotes(scan: RowScan): boolean {
  return scan.state === QUOTED;
}

/** The columns that a short row leaves out are empty. */
export function fillRow(scan: RowScan, columns: number): void {
  scan.starts.fill(0, scan.count, columns);
  scan.ends.fill(0, scan.count, columns);
  scan.marks.fill(0, scan.count, columns);
}

/** Whether the row is a line with nothing on it but white space. */
export function isBlank(scan: RowScan, bytes: Uint8Array): boolean {
  if (scan.count !== 1 || scan.state !== BARE) return false;
  for (let at = scan.starts[0] ?? 0; at < (scan.ends[0] ?? 0); at++) if ((bytes[at] ?? 0) > SPACE) return false;
  return true;
}

/** What each byte means inside of quotes, and outside of them: 0 for the many that mean nothing. */
function byteClasses(stops: readonly number[], quoteIsText: boolean): Uint8Array {
  const classes = new Uint8Array(256);
  classes.fill(NEEDS_ESCAPE, 0, 0x20).fill(NOT_ASCII, 0x80);
  classes[0] = NEEDS_ESCAPE | NUL;
  classes[BACKSLASH] = NEEDS_ESCAPE;
  if (quoteIsText) classes[QUOTE] = NEEDS_ESCAPE;
  for (const byte of stops) classes[byte] = STOP;
  return classes;
}

/** A scanner of rows. Text after a closing quote is BAD_QUOTING; a quote inside of a field that is not quoted is a character. */
export function createScanner(
  delimiter: number,
  quoted: boolean,
): (scan: RowScan, bytes: Uint8Array, end: number) => ScanResult {
  const inside = byteClasses([QUOTE], false);
  const outside = byteClasses([LF, delimiter], true);

  // bytes[end] is 0 (see window.ts), which means something to both tables: no loop over a field needs to look at the end.
  return function scanRow(scan, bytes, end) {
    const { starts, ends, marks } = scan;
    const capacity = starts.length;
    let { at, state, fieldStart, fieldMark, count, mark: rowMark } = scan;
    let result: ScanResult = MORE;

    while (at < end) {
      if (state === FIELD_START) {
        let open = at;
        // A blank before an opening quote, as abuse.ch writes it.
        if (quoted) while (bytes[open] === SPACE) open++;
        if (open >= end) break;
        state = quoted && bytes[open] === QUOTE ? QUOTED : BARE;
        if (state === QUOTED) at = open + 1;
        fieldStart = at;
        fieldMark = 0;
      }

      let mark: number;
      let after: number;
      let fieldEnd: number;
      if (state === QUOTED) {
        while ((mark = inside[bytes[at] ?? 0] ?? 0) === 0) at++;
        if (at + 1 >= end) {
          if (at < end && mark !== STOP) {
            fieldMark |= mark;
            if (bytes[at] === LF) scan.innerLines++;
            at++;
          }
          break;
        }
        if (mark !== STOP) {
          fieldMark |= mark;
          if (bytes[at] === LF) scan.innerLines++;
          at++;
          continue;
        }
        const next = bytes[at + 1];
        if (scan.backslash && bytes[at - 1] === BACKSLASH && at > fieldStart) {
          fieldMark |= NEEDS_ESCAPE;
          at++;
          continue;
        }
        if (next === QUOTE) {
          fieldMark |= ESCAPED_QUOTE;
          at += 2;
          continue;
        }
        if (next === CR && at + 2 >= end) break;
        after = next === CR && bytes[at + 2] === LF ? at + 2 : at + 1;
        if (bytes[after] !== delimiter && bytes[after] !== LF) {
          result = BAD_QUOTING;
          break;
        }
        fieldEnd = at;
      } else {
        while ((mark = outside[bytes[at] ?? 0] ?? 0) === 0) at++;
        if (at >= end) break;
        if (mark !== STOP) {
          fieldMark |= mark;
          at++;
          continue;
        }
        after = at;
        fieldEnd = bytes[at] === LF && at > fieldStart && bytes[at - 1] === CR ? at - 1 : at;
      }

      if (count < capacity) {
        starts[count] = fieldStart;
        ends[count] = fieldEnd;
        marks[count] = fieldMark;
      } else if (fieldEnd > fieldStart) scan.surplus = true;
      count++;
      rowMark |= fieldMark;
      at = after + 1;
      if (bytes[after] === LF) {
        result = ROW;
        break;
      }
      state = FIELD_START;
    }

    scan.at = at;
    scan.state = state;
    scan.fieldStart = fieldStart;
    scan.fieldMark = fieldMark;
    scan.count = count;
    scan.mark = rowMark;
    return result;
  };
}
