import { isAscii, isUtf8 } from 'node:buffer';
import { RAW_LIMIT, type DecodeOptions, type DecodeSink, type Decoder } from '../given.ts';
import type { RefusalReason } from '../refusal-reasons.ts';
import type { JsonShape } from './feed.ts';
import { createJsonRecords } from './json-records.ts';
import {
  beginValue,
  BROKEN,
  continueWrapper,
  createJsonScan,
  MORE,
  scanValue,
  shiftJsonScan,
  WRAPPED,
} from './json-scan.ts';
import { append, createWindow, lineEnd, SLICE } from './window.ts';

const LF = 0x0a;

/** Of so many first records not one was JSON: the body is something else. */
const HOPELESS = 100;

/**
 * Decodes objects of JSON: one a line, one after another over any number of lines, in an array, or in an array of a wrapping object. Which it is
 * shows in the body. After text that is no JSON it goes on at the next line, or where the next object opens.
 */
export function createJsonDecoder(shape: JsonShape, options: DecodeOptions, sink: DecodeSink): Decoder {
  const window = createWindow();
  const scan = createJsonScan();
  const at = { record: 0, line: 0 };
  let line = 1;
  let layout: 'unknown' | 'lines' | 'values' = 'unknown';
  let container: 'top' | 'array' | 'wrapper' = 'top';
  let wrapped = false;
  let inValue = false;
  let dropping = false;
  let skippingLine = false;
  let ended = false;
  let lastBroken = false;
  let accepted = 0;
  let halted = false;
  let raw: () => Uint8Array = () => new Uint8Array(0);
  let latin: string | undefined;
  let latinBase = 0;

  const records = createJsonRecords(shape, options.maxColumns, {
    record(given, ofLine) {
      accepted++;
      at.record++;
      at.line = ofLine;
      sink.record(given, at);
    },
    refuse: tellRefusal,
    composed(objects) {
      raw = () => Buffer.from(JSON.stringify(objects));
    },
  });

  function tellRefusal(reason: RefusalReason, detail: string, ofLine: number): void {
    at.record++;
    at.line = ofLine;
    const hopeless = at.record === HOPELESS && accepted === 0 && (reason === 'not_json' || reason === 'not_an_object');
    if (hopeless) halted = true;
    sink.refuse(
      hopeless ? 'unknown_format' : reason,
      hopeless ? `none of the first ${HOPELESS} records is a JSON object` : detail,
      at,
    );
  }

  function rawIs(from: number, to: number): void {
    raw = () => window.bytes.subarray(from, to);
  }

  /** Where the bytes of what is refused begin: of a wrapping object none are kept. */
  function rawFrom(end: number): number {
    return container === 'wrapper' ? end : window.start;
  }

  function refuse(reason: RefusalReason, detail: string, from: number, to: number): void {
    rawIs(from, to);
    tellRefusal(reason, detail, line);
  }

  /** The text of bytes of the window; undefined when they are not UTF-8. */
  function textOf(from: number, to: number): string | undefined {
    if (latin === undefined) {
      latinBase = from;
      latin = isAscii(window.bytes.subarray(from, window.end)) ? window.bytes.toString('latin1', from, window.end) : '';
    }
    if (latin) return latin.substring(from - latinBase, to - latinBase);
    return isUtf8(window.bytes.subarray(from, to)) ? window.bytes.toString('utf8', from, to) : undefined;
  }

  function takeText(from: number, to: number): void {
    const text = textOf(from, to);
    if (text === undefined) return refuse('bad_encoding', 'not UTF-8', from, to);
    rawIs(from, to);
    records.take(text, line);
  }

  function tooLong(to: number): void {
    refuse('record_too_long', `more than ${options.maxRecordBytes} bytes`, window.start, to);
  }

  /** One line as one record, unless it turns out that values run over several lines. False when the line is not complete. */
  function takeLine(): boolean {
    const from = window.start;
    const newline = lineEnd(window);
    const complete = newline >= 0;
    const to = complete ? newline : window.end;
    if (to - from > options.maxRecordBytes) {
      tooLong(to);
      skippingLine = true;
      window.start = to;
      return true;
    }
    if (!complete && !ended) return false;
    if (layout === 'unknown') {
      if (isJson(textOf(from, to))) layout = 'lines';
      else {
        beginValue(scan, from);
        if (scanValue(scan, window.bytes, to, undefined) === MORE && scan.depth > 0) {
          layout = 'values';
          inValue = true;
          return true;
        }
      }
    }
    if (ended && !complete && !isJson(textOf(from, to)))
      refuse('truncated', 'the last line is no complete JSON', from, to);
    else takeText(from, to);
    window.start = complete ? newline + 1 : to;
    if (complete) line++;
    return true;
  }

  /** What stands between values. True when a value begins. */
  function passBetween(): boolean {
    const byte = window.bytes[window.start] ?? 0;
    if (byte === LF) line++;
    if (byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d || byte === 0x1e || byte === 0x2c)
      window.start++;
    else if (container === 'array' && byte === 0x5d) {
      window.start++;
      container = wrapped ? 'wrapper' : 'top';
      if (wrapped) {
        continueWrapper(scan, window.start);
        inValue = dropping = true;
      }
    } else if (container === 'top' && byte === 0x5b && layout !== 'lines') {
      window.start++;
      container = 'array';
      wrapped = false;
    } else if (byte === 0x23) skippingLine = true;
    else return true;
    return false;
  }

  function drain(): void {
    latin = undefined;
    while (!halted && window.start < window.end) {
      if (skippingLine) {
        const newline = lineEnd(window);
        skippingLine = newline < 0;
        window.start = skippingLine ? window.end : newline;
        continue;
      }
      if (!inValue) {
        if (!passBetween()) continue;
        if (container === 'top' && shape.wrapper === undefined && layout !== 'values') {
          if (!takeLine()) return;
          continue;
        }
        beginValue(scan, window.start);
        inValue = true;
      }
      if (!scanOn()) return;
    }
  }

  /** Goes on with the value that is being scanned. False when it goes on in the next chunk. */
  function scanOn(): boolean {
    const result = scanValue(scan, window.bytes, window.end, container === 'array' ? undefined : shape.wrapper);
    if (!dropping && scan.at - window.start > options.maxRecordBytes) {
      tooLong(scan.at);
      dropping = true;
    }
    if (result === MORE) {
      if (dropping) window.start = scan.at;
      return false;
    }
    if (result === WRAPPED) {
      container = 'array';
      wrapped = true;
    } else if (result === BROKEN) {
      lastBroken = true;
      if (container === 'wrapper' || !dropping) refuse('not_json', scan.detail, rawFrom(scan.at), scan.at);
      if (container === 'wrapper') container = 'top';
      layout = 'unknown';
    } else {
      lastBroken = false;
      if (!dropping) takeText(window.start, trimmedEnd(window.bytes, window.start, scan.at));
      if (container === 'wrapper') container = 'top';
    }
    window.start = scan.at;
    line += scan.lines;
    inValue = dropping = false;
    return true;
  }

  return {
    push(chunk) {
      for (let from = 0; from < chunk.length && !halted; from += SLICE) {
        shiftJsonScan(scan, append(window, chunk.subarray(from, from + SLICE)));
        drain();
      }
    },
    end() {
      ended = true;
      drain();
      if (halted) return;
      const told = container === 'wrapper' ? false : inValue ? dropping : lastBroken;
      if ((inValue || container !== 'top') && !told) {
        const detail =
          inValue && container === 'top' ? 'inside of a value' : 'the array or object around the records is not closed';
        refuse('truncated', detail, rawFrom(window.end), window.end);
      }
      records.end();
    },
    raw: () => raw().subarray(0, RAW_LIMIT),
    rawTruncated: () => raw().length > RAW_LIMIT,
    columns: () => undefined,
    header: () => undefined,
    halted: () => halted,
  };
}

function isJson(text: string | undefined): boolean {
  if (text === undefined) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A value without the comma or line feed that ended it. */
function trimmedEnd(bytes: Uint8Array, from: number, to: number): number {
  let end = to;
  while (end > from && (bytes[end - 1] === 0x2c || (bytes[end - 1] ?? 0) <= 0x20)) end--;
  return end;
}
