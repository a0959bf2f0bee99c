import { hash } from 'node:crypto';

/**
 * The identity of events and hosts: both are UUIDs of version 8 (RFC 9562 section 5.8), made of what they identify.
 *
 * event  bytes 0-5 the event's time in milliseconds, then 74 bits of SHA-256 over the source and everything that it
 *        gave. The same event again has the same id, whenever and in whatever order of columns it comes; and ids sort
 *        by event time, which keeps the unique index local.
 * host   IPv4: bytes 0-3 address, 4-5 source port (shared networks only), 9-11 hour since 1970 (shared networks only),
 *        last 20 bits family. Exact, and hosts of one network lie together.
 *        IPv6: bytes 0-5 the first 48 bits of the address, 53 bits of SHA-256 over address, port and hour, last 20 bits
 *        family.
 */
export const ID_BYTES = 16;
/** Family ids must fit the last 20 bits of a host's id. */
export const LARGEST_FAMILY = 0xf_ffff;

const two32 = 4_294_967_296;

function writeTime48(out: Uint8Array, ms: number): void {
  const high = Math.floor(ms / two32);
  const low = ms >>> 0;
  out[0] = high >>> 8;
  out[1] = high;
  out[2] = low >>> 24;
  out[3] = low >>> 16;
  out[4] = low >>> 8;
  out[5] = low;
}

/** Writes the id of an event into the first 16 bytes of `out`. `identity` is the canonical text of what the record gave. */
export function writeEventId(out: Uint8Array, time: number, source: string, identity: string): void {
  // As a string of bytes: half the cost of a Buffer.
  const digest = hash('sha256', `${source}\u0000${identity}`, 'binary');
  writeTime48(out, time);
  for (let at = 6; at < ID_BYTES; at++) out[at] = digest.charCodeAt(at);
  out[6] = 0x80 | (digest.charCodeAt(6) & 0x0f);
  out[8] = 0x80 | (digest.charCodeAt(8) & 0x3f);
}

/** Where a host is one of many behind its address: the source port (-1 unknown) and the hour tell it apart. */
export interface SharedAt {
  readonly port: number;
  readonly time: number;
}

const hourMs = 3_600_000;

function writeFamily(out: Uint8Array, family: number): void {
  out[13] = ((out[13] ?? 0) & 0xf0) | ((family >>> 16) & 0x0f);
  out[14] = family >>> 8;
  out[15] = family;
}

/** Writes the id of an IPv4 host; `shared` where its network is shared. */
export function writeHostId4(out: Uint8Array, address: number, family: number, shared?: SharedAt): void {
  out.fill(0, 0, ID_BYTES);
  out[0] = address >>> 24;
  out[1] = address >>> 16;
  out[2] = address >>> 8;
  out[3] = address;
  out[6] = 0x80;
  out[8] = 0x80;
  if (shared !== undefined) {
    const port = Math.max(0, shared.port);
    out[4] = port >>> 8;
    out[5] = port;
    const hour = Math.floor(shared.time / hourMs);
    out[9] = hour >>> 16;
    out[10] = hour >>> 8;
    out[11] = hour;
  }
  writeFamily(out, family);
}

/** Writes the id of an IPv6 host (16 address bytes); `shared` where its network is shared. */
export function writeHostId6(out: Uint8Array, address: Uint8Array, family: number, shared?: SharedAt): void {
  const at = shared === undefined ? '' : `${shared.port} ${Math.floor(shared.time / hourMs)}`;
  const digest = hash('sha256', Buffer.concat([address.subarray(0, 16), Buffer.from(at, 'latin1')]), 'buffer');
  out.set(address.subarray(0, 6), 0);
  for (let i = 6; i < ID_BYTES; i++) out[i] = digest[i] ?? 0;
  out[6] = 0x88 | ((digest[6] ?? 0) & 0x07); // the bit 0x08 tells it from an IPv4 host
  out[8] = 0x80 | ((digest[8] ?? 0) & 0x3f);
  writeFamily(out, family);
}

/** The text form of the first 16 bytes. */
export function uuidText(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, ID_BYTES).toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The lowest id that an event of this time can have: bounds a scan by time. */
export function lowestEventId(ms: number): string {
  const out = new Uint8Array(ID_BYTES);
  writeTime48(out, ms);
  return uuidText(out);
}
