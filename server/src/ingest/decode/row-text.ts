import type { RowPlan } from './row-plan.ts';
import { ESCAPED_QUOTE, NEEDS_ESCAPE, type RowScan } from './table-scan.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const HEX = Buffer.from('0123456789abcdef');

/** Where identity and extra of a row are written, as UTF-8. */
export interface RowText {
  bytes: Buffer;
  view: DataView;
  /** Identity is bytes[0..identityEnd). */
  identityEnd: number;
  /** Extra is bytes[extraStart..extraEnd); empty when there is none. */
  extraStart: number;
  extraEnd: number;
}

export function createRowText(): RowText {
  return { ...createOutput(16 * 1024), identityEnd: 0, extraStart: 0, extraEnd: 0 };
}

function createOutput(size: number): { bytes: Buffer; view: DataView } {
  const bytes = Buffer.allocUnsafeSlow(size);
  return { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
}

/**
 * Writes identity and extra of a scanned row from the bytes of the window, so that no text is made for a field that is only kept. Eight bytes are
 * copied at a time: some bytes behind a field are read and written too, and written over by what follows. Columns with carried[i] = 1
 * are in a field of Given with the same value and are left out of extra.
 */
export function writeRowText(
  text: RowText,
  plan: RowPlan,
  scan: RowScan,
  source: DataView,
  carried: Uint8Array,
  rowBytes: number,
): void {
  // At worst each byte becomes two in the identity and six in JSON.
  const extraStart = 2 * rowBytes + plan.nameBytes + plan.order.length + 8;
  const room = extraStart + 6 * rowBytes + plan.nameBytes + 3 * plan.order.length + 16;
  if (text.bytes.length < room) Object.assign(text, createOutput(2 * room));
  const { starts, ends, marks } = scan;
  const { order, identityNames, extraNames } = plan.bytes;
  const { bytes: out, view } = text;
  const plain = (scan.mark & (ESCAPED_QUOTE | NEEDS_ESCAPE)) === 0;

  let at = 0;
  let extra = extraStart;
  for (let k = 0; k < order.length; k++) {
    const column = order[k] ?? 0;
    const start = starts[column] ?? 0;
    const length = (ends[column] ?? 0) - start;
    if (length === 0) continue;

    let name = identityNames.starts[k] ?? 0;
    let nameLength = (identityNames.starts[k + 1] ?? 0) - name;
    for (let i = 0; i < nameLength; i += 8)
      view.setBigInt64(at + i, identityNames.view.getBigInt64(name + i, true), true);
    at += nameLength;
    const simple = plain || ((marks[column] ?? 0) & (ESCAPED_QUOTE | NEEDS_ESCAPE)) === 0;
    if (simple) {
      for (let i = 0; i < length; i += 8) view.setBigInt64(at + i, source.getBigInt64(start + i, true), true);
      at += length;
    } else at = writeIdentity(source, start, start + length, (marks[column] ?? 0) & ESCAPED_QUOTE, out, at);
    out[at++] = 0x1e;

    if (carried[column] === 1) continue;
    name = extraNames.starts[k] ?? 0;
    nameLength = (extraNames.starts[k + 1] ?? 0) - name;
    for (let i = 0; i < nameLength; i += 8)
      view.setBigInt64(extra + i, extraNames.view.getBigInt64(name + i, true), true);
    extra += nameLength;
    if (simple) {
      for (let i = 0; i < length; i += 8) view.setBigInt64(extra + i, source.getBigInt64(start + i, true), true);
      extra += length;
    } else extra = writeJson(source, start, start + length, (marks[column] ?? 0) & ESCAPED_QUOTE, out, extra);
    out[extra++] = QUOTE;
  }
  text.identityEnd = at;
  text.extraStart = extraStart;
  if (extra > extraStart) {
    // Every name brought a comma before it.
    out[extraStart] = 0x7b;
    out[extra++] = 0x7d;
  }
  text.extraEnd = extra;
}

function writeIdentity(
  source: DataView,
  start: number,
  end: number,
  escapedQuotes: number,
  out: Uint8Array,
  to: number,
): number {
  let at = to;
  for (let i = start; i < end; i++) {
    const byte = source.getUint8(i);
    if (byte === 0x1c || byte === 0x1e || byte === 0x1f) {
      out[at++] = 0x1c;
      out[at++] = byte === 0x1c ? 0x30 : byte === 0x1e ? 0x31 : 0x32;
      continue;
    }
    out[at++] = byte;
    if (escapedQuotes !== 0 && byte === QUOTE && i + 1 < end && source.getUint8(i + 1) === QUOTE) i++;
  }
  return at;
}

function writeJson(
  source: DataView,
  start: number,
  end: number,
  escapedQuotes: number,
  out: Uint8Array,
  to: number,
): number {
  let at = to;
  for (let i = start; i < end; i++) {
    const byte = source.getUint8(i);
    if (byte === QUOTE || byte === BACKSLASH) {
      out[at++] = BACKSLASH;
      out[at++] = byte;
      if (escapedQuotes !== 0 && byte === QUOTE && i + 1 < end && source.getUint8(i + 1) === QUOTE) i++;
    } else if (byte >= 0x20) out[at++] = byte;
    else {
      out[at++] = BACKSLASH;
      out[at++] = 0x75;
      out[at++] = 0x30;
      out[at++] = 0x30;
      out[at++] = HEX[byte >> 4] ?? 0;
      out[at++] = HEX[byte & 15] ?? 0;
    }
  }
  return at;
}
