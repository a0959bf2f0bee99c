import { type Given } from '../given.ts';
import type { Row } from './feed.ts';
import { asnOfText, numberOfBytes, portOfText } from './number.ts';
import { protocolName } from './protocol.ts';
import type { RowPlan } from './row-plan.ts';
import { createRowText, writeRowText, type RowText } from './row-text.ts';
import { ESCAPED_QUOTE, NOT_ASCII, type RowScan } from './table-scan.ts';
import { timeIsExact, timeOfBytes, timeOfText } from './time.ts';

/** A scanned row together with the bytes, and the text of the same bytes read as Latin-1: one character per byte. */
export interface TableRow extends Row {
  plan: RowPlan;
  scan: RowScan;
  bytes: Buffer;
  view: DataView;
  latin: string;
  /** The offset in bytes at which latin starts. */
  latinBase: number;
  /** 1 for a column that Given holds with the same value. */
  carried: Uint8Array;
  out: RowText;
}

export function createTableRow(plan: RowPlan, scan: RowScan): TableRow {
  const row: TableRow = {
    ...{ plan, scan, bytes: Buffer.alloc(0), view: new DataView(new ArrayBuffer(0)), latin: '', latinBase: 0 },
    carried: new Uint8Array(plan.columns.length),
    out: createRowText(),
    text: (column) => {
      const index = row.plan.indexOf.get(column);
      return index === undefined ? '' : fieldText(row, index);
    },
    value: (column) => row.text(column) || undefined,
    keep: (column) => {
      const index = row.plan.indexOf.get(column);
      if (index !== undefined) row.carried[index] = 0;
    },
  };
  return row;
}

/** The text of a field: unquoted, trimmed. */
export function fieldText(row: TableRow, column: number): string {
  const { scan, bytes, latinBase } = row;
  let start = scan.starts[column] ?? 0;
  let end = scan.ends[column] ?? 0;
  while (start < end && (bytes[start] ?? 0) <= 0x20) start++;
  while (end > start && (bytes[end - 1] ?? 0) <= 0x20) end--;
  if (start === end) return '';
  const mark = scan.marks[column] ?? 0;
  if ((mark & (ESCAPED_QUOTE | NOT_ASCII)) === 0) return row.latin.substring(start - latinBase, end - latinBase);
  const text = bytes.toString('utf8', start, end);
  return (mark & ESCAPED_QUOTE) === 0 ? text : text.replaceAll('""', '"');
}

/** Fills given from the row, as its plan says; identity and extra too. `rowBytes` is the length of the row. */
export function readRow(row: TableRow, given: Given, rowBytes: number): void {
  const { targets, mapping } = row.plan;
  row.carried.fill(0);
  readTime(row, given);
  given.address = pick(row, targets.address, true);
  given.port = readPort(row, targets.port);
  given.protocol = readProtocol(row);
  given.asn = readAsn(row);
  given.country = pick(row, targets.country, false);
  given.hostname = pick(row, targets.hostname, false);
  given.domain = pick(row, targets.domain, true);
  given.url = pick(row, targets.url, true);
  given.sector = pick(row, targets.sector, false);
  given.dstAddress = pick(row, targets.dstAddress, true);
  given.dstPort = readPort(row, targets.dstPort);
  given.dstDomain = pick(row, targets.dstDomain, false);
  given.class = pick(row, targets.class, true) || mapping.class;
  given.family = pick(row, targets.family, false);
  given.severity = pick(row, targets.severity, true);
  mapping.finish?.(given, row);
  const { out, scan } = row;
  writeRowText(out, row.plan, scan, row.view, row.carried, rowBytes);
  if ((scan.mark & NOT_ASCII) === 0) {
    given.identity = out.bytes.toString('latin1', 0, out.identityEnd);
    given.extra = out.bytes.toString('latin1', out.extraStart, out.extraEnd);
  } else {
    given.identity = out.bytes.toString('utf8', 0, out.identityEnd);
    given.extra = out.bytes.toString('utf8', out.extraStart, out.extraEnd);
  }
}

/** The first of these columns that says something, or -1. */
function filled(row: TableRow, columns: readonly number[]): number {
  const { starts, ends } = row.scan;
  for (let i = 0; i < columns.length; i++) {
    const column = columns[i] ?? 0;
    if (starts[column] === ends[column]) continue;
    const empty = row.plan.mapping.empty;
    if (empty?.includes(fieldText(row, column))) continue;
    return column;
  }
  return -1;
}

function pick(row: TableRow, columns: readonly number[], carries: boolean): string {
  if (columns.length === 0) return '';
  const column = filled(row, columns);
  if (column < 0) return '';
  if (carries) row.carried[column] = 1;
  return fieldText(row, column);
}

function readTime(row: TableRow, given: Given): void {
  const column = filled(row, row.plan.targets.time);
  given.timeText = '';
  given.time = NaN;
  if (column < 0) return;
  given.time = timeOfBytes(row.bytes, row.scan.starts[column] ?? 0, row.scan.ends[column] ?? 0);
  if (given.time === given.time) {
    row.carried[column] = 1;
    return;
  }
  const text = fieldText(row, column);
  given.time = timeOfText(text);
  if (Number.isNaN(given.time)) given.timeText = text;
  else if (timeIsExact(text)) row.carried[column] = 1;
}

function readPort(row: TableRow, columns: readonly number[]): number {
  if (columns.length === 0) return -1;
  const column = filled(row, columns);
  if (column < 0) return -1;
  const start = row.scan.starts[column] ?? 0;
  const end = row.scan.ends[column] ?? 0;
  const port = numberOfBytes(row.bytes, start, end);
  if (port !== port) return portOfText(fieldText(row, column));
  if (end - start === 1 || row.bytes[start] !== 0x30) row.carried[column] = 1;
  return port;
}

function readProtocol(row: TableRow): string {
  const column = filled(row, row.plan.targets.protocol);
  if (column < 0) return '';
  const text = fieldText(row, column);
  const name = protocolName(text);
  if (name === text) row.carried[column] = 1;
  return name;
}

function readAsn(row: TableRow): number {
  const column = filled(row, row.plan.targets.asn);
  if (column < 0) return -1;
  const asn = numberOfBytes(row.bytes, row.scan.starts[column] ?? 0, row.scan.ends[column] ?? 0);
  return asn === asn ? (asn > 0 && asn <= 4_294_967_295 ? asn : -1) : asnOfText(fieldText(row, column));
}
