import { isUtf8 } from 'node:buffer';
import { emptyGiven, RAW_LIMIT, type DecodeOptions, type DecodeSink, type Decoder, type Given } from '../given.ts';
import type { RefusalReason } from '../refusal-reasons.ts';
import type { TableShape } from './feed.ts';
import { columnNames, planRows } from './row-plan.ts';
import { createTableRow, readRow, type TableRow } from './table-row.ts';
import {
  BAD_QUOTING,
  beginRow,
  createScan,
  createScanner,
  fillRow,
  insideQuotes,
  isBlank,
  MORE,
  NOT_ASCII,
  NUL,
  shiftScan,
  type RowScan,
} from './table-scan.ts';
import { append, createWindow, lineEnd, SLICE } from './window.ts';

const LF = 0x0a;
const HASH = 0x23;

/**
 * Decodes lines of fields. A row that cannot be read is refused and the next line is a new row; that also holds for a quote that is never
 * closed. What is held in memory is bounded by the longest record.
 */
export function createTableDecoder(shape: TableShape, options: DecodeOptions, sink: DecodeSink): Decoder {
  const scanRow = createScanner(shape.delimiter.charCodeAt(0), shape.quoted);
  const window = createWindow();
  const at = { record: 0, line: 0 };
  const given: Given = emptyGiven();
  let scan: RowScan = createScan(options.maxColumns + 1);
  let row: TableRow | undefined;
  let header: Uint8Array | undefined;
  let line = 1;
  let rawStart = 0;
  let rawEnd = 0;
  let skipping = false;
  let halted = false;
  let cut = false;

  function refuse(reason: RefusalReason, detail: string, from: number, to: number): void {
    rawStart = from;
    rawEnd = to;
    at.record++;
    at.line = line;
    sink.refuse(reason, detail, at);
  }

  function halt(reason: RefusalReason, detail: string, to: number): void {
    refuse(reason, detail, window.start, to);
    halted = true;
  }

  /** The names on a line, when they are of this feed: the plan is made and rows can follow. */
  function takeHeader(names: readonly string[], bytes: Uint8Array | undefined): boolean {
    const mapping = shape.mapping(names, options);
    if (!mapping) return false;
    const plan = planRows(columnNames(names), mapping);
    scan = createScan(names.length);
    row = createTableRow(plan, scan);
    header = bytes && new Uint8Array(bytes);
    return true;
  }

  function takeComment(from: number, to: number): void {
    if (row !== undefined || shape.header !== 'comment' || to - from > options.maxRecordBytes) return;
    const text = window.bytes.toString('utf8', from, to).replace(/\r?\n$/, '');
    const names = splitLine(text.replace(/^#+\s*(?:format:)?\s*/i, ''), shape);
    if (names.length > 1 && names.length <= options.maxColumns) takeHeader(names, window.bytes.subarray(from, to));
  }

  /** The first line of a table that names its columns there; false when it is no header of this feed. */
  function takeFirstLine(): boolean {
    const from = window.start;
    if (scan.count > options.maxColumns) {
      halt('too_many_columns', `${scan.count} columns; at most ${options.maxColumns}`, scan.at);
      return false;
    }
    if (!isUtf8(window.bytes.subarray(from, scan.at))) {
      halt('bad_encoding', 'the line that names the columns', scan.at);
      return false;
    }
    const bytes = window.bytes.subarray(from, scan.at);
    const names = splitLine(bytes.toString('utf8', 0, bytes.length).replace(/\r?\n$/, ''), shape);
    if (takeHeader(names, bytes)) return true;
    halt('unknown_report', `columns: ${names.slice(0, 40).join(', ').slice(0, 500)}`, scan.at);
    return false;
  }

  /** Whether the body ends at this byte, and not with a line feed of its own. */
  function endsHere(to: number): boolean {
    return cut && to === window.end;
  }

  /** Starts the row over, with backslashes before quotes meaning something, when that may be how it was written. */
  function retryWithBackslash(): boolean {
    if (scan.backslash || !shape.quoted || window.bytes.subarray(window.start, scan.at + 1).indexOf('\\"') < 0)
      return false;
    beginRow(scan, window.start, true);
    return true;
  }

  function takeRow(current: TableRow, latin: string, latinBase: number): void {
    const from = window.start;
    const to = scan.at;
    const columns = current.plan.columns.length;
    if ((scan.mark & NUL) !== 0) return refuse('nul_byte', 'a byte 0', from, to);
    const short = scan.count < columns && (scan.count < current.plan.required || endsHere(to));
    if (short || (scan.count > columns && scan.surplus)) {
      const reason = !short ? 'too_many_columns' : endsHere(to) ? 'truncated' : 'too_few_columns';
      return refuse(reason, `${scan.count} columns; the header has ${columns}`, from, to);
    }
    if (scan.count < columns) fillRow(scan, columns);
    if ((scan.mark & NOT_ASCII) !== 0 && !isUtf8(window.bytes.subarray(from, to)))
      return refuse('bad_encoding', 'not UTF-8', from, to);
    current.bytes = window.bytes;
    current.view = window.view;
    current.latin = latin;
    current.latinBase = latinBase;
    readRow(current, given, to - from);
    rawStart = from;
    rawEnd = to;
    at.record++;
    at.line = line;
    sink.record(given, at);
  }

  /** Refuses the first line of what is held: the line after it is a new row. False when the end of the line did not come yet. */
  function refuseLine(reason: RefusalReason, detail: string): boolean {
    const newline = lineEnd(window);
    if (newline < 0) return false;
    refuse(reason, detail, window.start, newline + 1);
    next(newline + 1, 1);
    return true;
  }

  function next(from: number, lines: number): void {
    window.start = from;
    line += lines;
    beginRow(scan, from);
  }

  function pending(): boolean {
    return !halted && window.start < window.end;
  }

  /** Decodes all rows that are complete. */
  function drain(): void {
    let latin = '';
    let latinBase = -1;
    while (pending()) {
      if (skipping) {
        const newline = lineEnd(window);
        if (newline < 0) {
          window.start = window.end;
          return;
        }
        skipping = false;
        next(newline + 1, 1);
        continue;
      }
      if (scan.at === window.start && window.bytes[window.start] === HASH) {
        const newline = lineEnd(window);
        if (newline < 0) {
          if (window.end - window.start > options.maxRecordBytes) skipping = true;
          else return;
          continue;
        }
        takeComment(window.start, newline + 1);
        next(newline + 1, 1);
        continue;
      }
      const result = scanRow(scan, window.bytes, window.end);
      const length = scan.at - window.start;
      const uneven =
        result === BAD_QUOTING || (row !== undefined && result !== MORE && scan.count !== row.plan.columns.length);
      if (uneven && retryWithBackslash()) continue;
      if (result === BAD_QUOTING) {
        if (row === undefined && shape.header === 'first')
          return halt('bad_quoting', 'the line that names the columns', scan.at);
        if (!refuseLine('bad_quoting', badQuoting(scan)) && !tooLong()) return;
        continue;
      }
      if (result === MORE) {
        if (length > options.maxRecordBytes && !refuseUnclosed()) tooLong();
        else if (length <= options.maxRecordBytes) return;
        continue;
      }
      if (length > options.maxRecordBytes) {
        refuse('record_too_long', `${length} bytes; at most ${options.maxRecordBytes}`, window.start, scan.at);
        next(scan.at, 1 + scan.innerLines);
        continue;
      }
      if (!isBlank(scan, window.bytes)) {
        if (row === undefined) {
          if (shape.header === 'first') {
            const lines = 1 + scan.innerLines;
            const after = scan.at;
            if (!takeFirstLine()) return;
            next(after, lines);
            continue;
          }
          if (!shape.columns || !takeHeader(shape.columns, undefined)) return halt('missing_header', '', scan.at);
          beginRow(scan, window.start);
          continue;
        }
        if (latinBase < 0) {
          latinBase = window.start;
          latin = window.bytes.toString('latin1', latinBase, window.end);
        }
        takeRow(row, latin, latinBase);
      }
      next(scan.at, 1 + scan.innerLines);
    }
  }

  /** A quoted field that ran over the limit: refused with its first line, unless that line alone is too long. */
  function refuseUnclosed(): boolean {
    return scan.innerLines > 0 && insideQuotes(scan) && refuseLine('bad_quoting', 'a quote is not closed');
  }

  /** Refuses a line that outgrew the limit and skips what comes of it. False when it may still become a record. */
  function tooLong(): boolean {
    if (window.end - window.start <= options.maxRecordBytes) return false;
    if (row === undefined && shape.header === 'first')
      halt('record_too_long', 'the line that names the columns', window.end);
    else refuse('record_too_long', `more than ${options.maxRecordBytes} bytes`, window.start, window.end);
    line += scan.innerLines;
    window.start = scan.at;
    skipping = true;
    return true;
  }

  return {
    push(chunk) {
      for (let from = 0; from < chunk.length && !halted; from += SLICE) {
        shiftScan(scan, append(window, chunk.subarray(from, from + SLICE)));
        drain();
      }
    },
    end() {
      if (!pending()) return;
      if (window.bytes[window.end - 1] !== LF) {
        cut = true;
        shiftScan(scan, append(window, Buffer.of(LF)));
        drain();
      }
      // What is left is inside of quotes: the line that opened them is refused, and what follows are rows again.
      while (pending()) {
        const whole = scan.innerLines <= 1 && lineEnd(window) === window.end - 1;
        if (!refuseLine(whole ? 'truncated' : 'bad_quoting', whole ? 'inside of quotes' : badQuoting(scan))) return;
        drain();
      }
    },
    raw: () => window.bytes.subarray(rawStart, Math.min(rawEnd, rawStart + RAW_LIMIT)),
    rawTruncated: () => rawEnd - rawStart > RAW_LIMIT,
    columns: () => (row ? [...row.plan.columns] : undefined),
    header: () => header,
    halted: () => halted,
  };
}

function badQuoting(scan: RowScan): string {
  return `column ${scan.count + 1}: ${insideQuotes(scan) ? 'a quote is not closed, or text follows it' : 'a quote out of place'}`;
}

/** The fields of a line that is short and rare: a header. */
function splitLine(line: string, shape: TableShape): string[] {
  const bytes = Buffer.from(`${line}\n`);
  const scan = createScan(line.length + 1);
  beginRow(scan, 0);
  if (createScanner(shape.delimiter.charCodeAt(0), shape.quoted)(scan, bytes, bytes.length) === MORE) return [];
  return Array.from({ length: scan.count }, (_, i) =>
    bytes
      .toString('utf8', scan.starts[i] ?? 0, scan.ends[i] ?? 0)
      .replaceAll('""', '"')
      .trim(),
  );
}
