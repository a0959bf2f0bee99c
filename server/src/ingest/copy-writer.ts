/**
 * Writes rows in PostgreSQL's binary COPY format (documentation of COPY, "Binary Format") into one
 * growing buffer. Rows carry no header or trailer, so that the rows of several portions can be
 * joined before they are sent: see `copyHeader` and `copyTrailer`.
 */
export interface CopyWriter {
  row(columns: number): void;
  nothing(): void;
  int4(value: number): void;
  int8(value: number): void;
  /** Milliseconds since 1970, UTC. */
  timestamp(ms: number): void;
  /** Days since 1970. */
  date(days: number): void;
  /** The first 16 bytes at `offset`. */
  uuid(bytes: Uint8Array, offset: number): void;
  text(value: string): void;
  inet4(address: number): void;
  /** The prefix of this length that the address lies in. */
  cidr4(address: number, bits: number): void;
  inet6(bytes: Uint8Array): void;
  cidr6(bytes: Uint8Array, bits: number): void;
  /** The rows written so far, in a buffer of their own; the writer starts anew. */
  take(): Uint8Array<ArrayBuffer>;
  /** Offers a buffer that nobody uses any more, in place of a new one: large buffers are what makes garbage collection dear. */
  reuse(spare: ArrayBuffer): void;
  readonly size: number;
}

/** Fewer bytes are copied; of more the whole buffer is handed over. */
const handOverBytes = 256 * 1024;

/** Signature, flags, extension length. */
export const copyHeader = Buffer.concat([Buffer.from('PGCOPY\n\xff\r\n\0', 'latin1'), Buffer.alloc(8)]);
export const copyTrailer = Buffer.from([0xff, 0xff]);

const postgresEpochMs = Date.UTC(2000, 0, 1);
const postgresEpochDays = postgresEpochMs / 86_400_000;
const two32 = 4_294_967_296;
const family4 = 2; // PGSQL_AF_INET
const family6 = 3; // PGSQL_AF_INET6

export function createCopyWriter(initialBytes = 64 * 1024): CopyWriter {
  let buffer = Buffer.allocUnsafeSlow(initialBytes);
  let spare: ArrayBuffer | undefined;
  let at = 0;

  function room(bytes: number): void {
    if (at + bytes <= buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(buffer.length * 2, at + bytes));
    buffer.copy(larger, 0, 0, at);
    buffer = larger;
  }
  function u32(value: number): void {
    buffer[at] = value >>> 24;
    buffer[at + 1] = value >>> 16;
    buffer[at + 2] = value >>> 8;
    buffer[at + 3] = value;
    at += 4;
  }
  /** Writes a short text of ASCII alone, which is most of them, without a call into native code. */
  function shortAscii(value: string): boolean {
    const length = value.length;
    if (length > 24) return false;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code > 0x7f) return false;
      buffer[at + 4 + i] = code;
    }
    u32(length);
    at += length;
    return true;
  }
  function int64(value: number): void {
    const high = Math.floor(value / two32);
    u32(high);
    u32(value - high * two32);
  }
  function network(family: number, bits: number, isCidr: 0 | 1, bytes: 4 | 16): void {
    room(8 + bytes);
    u32(4 + bytes);
    buffer[at] = family;
    buffer[at + 1] = bits;
    buffer[at + 2] = isCidr;
    buffer[at + 3] = bytes;
    at += 4;
  }
  function network6(bytes: Uint8Array, bits: number, isCidr: 0 | 1): void {
    network(family6, bits, isCidr, 16);
    buffer.set(bytes.length === 16 ? bytes : bytes.subarray(0, 16), at);
    at += 16;
  }

  return {
    row(columns) {
      room(2);
      buffer[at] = columns >>> 8;
      buffer[at + 1] = columns;
      at += 2;
    },
    nothing() {
      room(4);
      u32(0xffff_ffff);
    },
    int4(value) {
      room(8);
      u32(4);
      u32(value);
    },
    int8(value) {
      room(12);
      u32(8);
      int64(value);
    },
    timestamp(ms) {
      room(12);
      u32(8);
      int64((ms - postgresEpochMs) * 1000);
    },
    date(days) {
      room(8);
      u32(4);
      u32(days - postgresEpochDays);
    },
    uuid(bytes, offset) {
      room(20);
      u32(16);
      for (let i = 0; i < 16; i++) buffer[at + i] = bytes[offset + i] ?? 0;
      at += 16;
    },
    text(value) {
      // A UTF-16 unit takes at most three bytes of UTF-8.
      room(4 + value.length * 3);
      if (!shortAscii(value)) {
        const written = buffer.write(value, at + 4, 'utf8');
        u32(written);
        at += written;
      }
    },
    inet4(address) {
      network(family4, 32, 0, 4);
      u32(address);
    },
    cidr4(address, bits) {
      network(family4, bits, 1, 4);
      u32(bits === 0 ? 0 : address & (0xffff_ffff << (32 - bits)));
    },
    inet6(bytes) {
      network6(bytes, 128, 0);
    },
    cidr6(bytes, bits) {
      network6(bytes, bits, 1);
      for (let i = bits >>> 3; i < 16; i++) {
        const kept = Math.max(0, bits - i * 8);
        buffer[at - 16 + i] = (bytes[i] ?? 0) & (0xff00 >>> kept);
      }
    },
    take() {
      const bytes = buffer.buffer;
      const rows = at < handOverBytes ? new Uint8Array(bytes.slice(0, at)) : new Uint8Array(bytes, 0, at);
      if (at >= handOverBytes) {
        buffer = spare === undefined ? Buffer.allocUnsafeSlow(bytes.byteLength) : Buffer.from(spare);
        spare = undefined;
      }
      at = 0;
      return rows;
    },
    reuse(offered) {
      if (offered.byteLength > (spare?.byteLength ?? initialBytes)) spare = offered;
    },
    get size() {
      return at;
    },
  };
}
