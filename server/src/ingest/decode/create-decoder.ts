import type { DecodeOptions, DecodeSink, Decoder } from '../given.ts';
import type { RefusalReason } from '../refusal-reasons.ts';
import { RAW_LIMIT } from '../given.ts';
import type { Feed } from './feed.ts';
import { createJsonDecoder } from './json-decoder.ts';
import { createTableDecoder } from './table-decoder.ts';

/** So many first bytes at most are looked at to tell what a body is. */
const SNIFFED = 4096;

/**
 * A decoder of one body in the format of a feed: give it chunks, then end it; it calls the sink once for every record, in the order
 * of the body. Pure and synchronous. A body that is no UTF-8 text at all is refused as a whole.
 */
export function createDecoder(feed: Feed, options: DecodeOptions, sink: DecodeSink): Decoder {
  let first: Uint8Array = new Uint8Array(0);
  let inner: Decoder | undefined;
  let refused = false;

  function refuseBody(reason: RefusalReason, detail: string): void {
    refused = true;
    sink.refuse(reason, detail, { record: 1, line: 1 });
  }

  /** Chooses the format from the first bytes, once they are enough. */
  function begin(ended: boolean): void {
    const encoding = foreignEncoding(first);
    if (encoding !== undefined) return refuseBody('wrong_encoding', encoding);
    const content = first[0] === 0xef && first[1] === 0xbb && first[2] === 0xbf ? 3 : 0;
    const start = firstVisible(first, content);
    const second = start >= 0 && first[start] === 0x5b ? firstVisible(first, start + 1) : start;
    if ((start < 0 || second < 0) && !ended && first.length < SNIFFED) return;
    const json = start >= 0 && (first[start] === 0x7b || (first[start] === 0x5b && feed.table === undefined));
    if (feed.json && (json || feed.table === undefined || (second > start && first[second] === 0x7b)))
      inner = createJsonDecoder(feed.json, options, sink);
    else if (!feed.table || json) return refuseBody('unknown_format', `${feed.title} is no JSON`);
    else inner = createTableDecoder(feed.table, options, sink);
    inner.push(first.subarray(content));
  }

  return {
    push(chunk) {
      if (inner) return inner.push(chunk);
      if (refused) return;
      first = Buffer.concat([first, chunk]);
      if (first.length >= 4) begin(false);
    },
    end() {
      if (!inner && !refused) begin(true);
      inner?.end();
    },
    raw: () => inner?.raw() ?? first.subarray(0, RAW_LIMIT),
    rawTruncated: () => inner?.rawTruncated() ?? first.length > RAW_LIMIT,
    columns: () => inner?.columns(),
    header: () => inner?.header(),
    halted: () => refused || (inner?.halted() ?? false),
  };
}

/** The first byte that is not white space, or -1. */
function firstVisible(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length; at++) if ((bytes[at] ?? 0) > 0x20) return at;
  return -1;
}

/** The name of an encoding that is not UTF-8, by its byte order mark or by the zeros of UTF-16 text. */
function foreignEncoding(bytes: Uint8Array): string | undefined {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'UTF-32' : 'UTF-16 (little endian)';
  if (a === 0xfe && b === 0xff) return 'UTF-16 (big endian)';
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'UTF-32';
  if (a === 0 && b !== 0 && c === 0 && d !== 0) return 'UTF-16 (big endian), by its zeros';
  if (a !== 0 && b === 0 && c !== 0 && d === 0) return 'UTF-16 (little endian), by its zeros';
  return undefined;
}
