import { MAX_DEPTH } from './json-value.ts';

export const MORE = 0;
export const VALUE = 1;
/** The value begins an array that a wrapper's property holds: `at` stands behind its bracket. */
export const WRAPPED = 2;
/** No JSON from here on. `at` stands where reading may go on. */
export const BROKEN = 3;
export type ScanResult = typeof MORE | typeof VALUE | typeof WRAPPED | typeof BROKEN;

const LF = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** The scan of one JSON value, resumable at every byte. It finds where the value ends; whether it is JSON is for the parser. */
export interface JsonScan {
  at: number;
  /** Line feeds passed. */
  lines: number;
  depth: number;
  /** 1 where the level is an object. */
  objects: Uint8Array;
  inString: boolean;
  escaped: boolean;
  /** The last byte that is neither in a string nor white space; a quote stands for a whole string. */
  before: number;
  /** Where the last string of level 1 began: a key, when a colon follows. */
  keyFrom: number;
  keyTo: number;
  /** What went wrong. */
  detail: string;
}

export function createJsonScan(): JsonScan {
  return {
    ...{ at: 0, lines: 0, depth: 0, objects: new Uint8Array(MAX_DEPTH + 1), inString: false, escaped: false },
    ...{ before: 0, keyFrom: 0, keyTo: 0, detail: '' },
  };
}

export function beginValue(scan: JsonScan, at: number): void {
  scan.at = at;
  scan.lines = 0;
  scan.depth = 0;
  scan.inString = false;
  scan.escaped = false;
  scan.before = 0;
}

/** Goes on in a wrapping object behind the array that it held. */
export function continueWrapper(scan: JsonScan, at: number): void {
  beginValue(scan, at);
  scan.depth = 1;
  scan.objects[1] = 1;
  scan.before = CLOSE_ARRAY;
}

export function shiftJsonScan(scan: JsonScan, by: number): void {
  scan.at -= by;
  scan.keyFrom -= by;
  scan.keyTo -= by;
}

/** Scans on. With a wrapper's property given ('*' for any), an array under it on the first level is WRAPPED. */
export function scanValue(scan: JsonScan, bytes: Buffer, end: number, wrapper: string | undefined): ScanResult {
  const { objects } = scan;
  while (scan.at < end) {
    if (scan.inString) {
      const result = scanString(scan, bytes, end);
      if (result !== VALUE) return result;
      if (scan.depth === 0) return VALUE;
      continue;
    }
    const byte = bytes[scan.at] ?? 0;
    scan.at++;
    switch (byte) {
      case LF:
        scan.lines++;
        if (scan.depth === 0) return VALUE;
        break;
      case 0x20:
      case 0x09:
      case 0x0d:
        break;
      case QUOTE:
        scan.inString = true;
        scan.before = QUOTE;
        if (scan.depth === 1) scan.keyFrom = scan.at;
        break;
      case OPEN_OBJECT:
      case OPEN_ARRAY: {
        if (scan.depth > 0 && objects[scan.depth] === 1 && scan.before !== COLON) {
          // What opens here is likely the next record.
          return broken(scan, 'an object ends without its bracket', byte === OPEN_OBJECT ? scan.at - 1 : scan.at);
        }
        if (wrapper !== undefined && opensWrapped(scan, byte, bytes, wrapper)) return WRAPPED;
        if (scan.depth >= MAX_DEPTH) return broken(scan, `more than ${MAX_DEPTH} levels`, scan.at);
        scan.depth++;
        objects[scan.depth] = byte === OPEN_OBJECT ? 1 : 0;
        scan.before = byte;
        break;
      }
      case CLOSE_OBJECT:
      case CLOSE_ARRAY:
        if (scan.depth === 0 && scan.before !== 0) {
          scan.at--;
          return VALUE;
        }
        if (scan.depth === 0 || objects[scan.depth] !== (byte === CLOSE_OBJECT ? 1 : 0))
          return broken(scan, 'a bracket out of place', scan.at);
        scan.depth--;
        scan.before = byte;
        if (scan.depth === 0) return VALUE;
        break;
      default:
        if (byte === COMMA && scan.depth === 0) return VALUE;
        scan.before = byte;
    }
  }
  return MORE;
}

/** Whether this bracket begins the wrapped array; for any property, whether it begins the first object of an array there. */
function opensWrapped(scan: JsonScan, byte: number, bytes: Buffer, wrapper: string): boolean {
  if (wrapper === '*') {
    if (byte !== OPEN_OBJECT || scan.depth !== 2 || scan.objects[1] !== 1 || scan.before !== OPEN_ARRAY) return false;
    scan.at--;
    return true;
  }
  return (
    byte === OPEN_ARRAY &&
    scan.depth === 1 &&
    scan.objects[1] === 1 &&
    bytes.toString('utf8', scan.keyFrom, scan.keyTo) === wrapper
  );
}

/** The rest of a string. A line feed cannot stand in one: the line is broken, the next one may be whole. */
function scanString(scan: JsonScan, bytes: Buffer, end: number): ScanResult {
  let { at, escaped } = scan;
  while (at < end) {
    const byte = bytes[at++] ?? 0;
    if (escaped) escaped = false;
    else if (byte === BACKSLASH) escaped = true;
    else if (byte === QUOTE) {
      scan.at = at;
      scan.escaped = false;
      scan.inString = false;
      if (scan.depth === 1) scan.keyTo = at - 1;
      return VALUE;
    } else if (byte === LF) {
      scan.lines++;
      return broken(scan, 'a text is not closed', at);
    }
  }
  scan.at = at;
  scan.escaped = escaped;
  return MORE;
}

function broken(scan: JsonScan, detail: string, at: number): ScanResult {
  scan.detail = detail;
  scan.at = at;
  return BROKEN;
}
