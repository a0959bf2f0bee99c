import { createHash } from 'node:crypto';

/**
 * The image of a snapshot, the same in memory and on disk (`<name>.ipdata`), numbers little-endian:
 *
 *   0  magic "TOCSINIP"   8  format   12  bytes of the header   16  SHA-256 of all from 64 on   48  zeros
 *   64 header: JSON       then each section at a multiple of 4096
 *
 * It is one SharedArrayBuffer, so that all threads read the same memory.
 */
export const IMAGE_FORMAT = 1;
const MAGIC = 'TOCSINIP';
const PREAMBLE = 64;
const PAGE = 4096;
const MOST_HEADER_BYTES = 16 * 1024 * 1024;

/** What one input gave, as reports, the file's header and the registry keep it. Every line has one outcome. */
export interface InputSummary {
  readonly name: string;
  readonly kind: string;
  /** Day that the content stands for, YYYY-MM-DD, where it or its name says so. */
  readonly date: string | null;
  readonly sha256: string;
  /** Records taken. */
  readonly rows: number;
  /** Prefixes that the records made: a range may need several. */
  readonly prefixes: number;
  /** Records that say nothing for us, by reason. */
  readonly skipped: Readonly<Record<string, number>>;
  /** Records refused, by reason. */
  readonly refused: Readonly<Record<string, number>>;
  /** The first refused records. */
  readonly refusals: readonly { readonly line: number; readonly reason: string; readonly text: string }[];
  /** What is odd about the input as a whole. */
  readonly warnings: readonly string[];
}

export interface SnapshotFacts {
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly builtAt: string;
  /** Prefixes taken from the inputs. */
  readonly prefixes4: number;
  readonly prefixes6: number;
  /** Prefixes whose value another input of the same method, or a later line, has replaced. */
  readonly replaced: number;
  readonly inputs: readonly InputSummary[];
}

/** The flat arrays. Rows of IPv4 come first, those of IPv6 after them. */
export interface SnapshotArrays {
  readonly starts4: Uint32Array;
  /** For each 16-bit head of an address the last row that starts at or before it; one more at the end. */
  readonly jump4: Uint32Array;
  /** Four words for each row. */
  readonly starts6: Uint32Array;
  readonly jump6: Uint32Array;
  readonly asn: Uint32Array;
  readonly country: Uint16Array;
  readonly length: Uint8Array;
  readonly method: Uint8Array;
  /** Rows with several origins, ascending; origins of the i-th are severalAsn from severalAt[i] to severalAt[i + 1]. */
  readonly severalRow: Uint32Array;
  readonly severalAt: Uint32Array;
  readonly severalAsn: Uint32Array;
  /** Autonomous systems, ascending, with country and UTF-8 name (bytes nameAt[i] to nameAt[i + 1]). */
  readonly systemAsn: Uint32Array;
  readonly systemCountry: Uint16Array;
  readonly nameAt: Uint32Array;
  readonly names: Uint8Array;
}

type Column = Uint32Array | Uint16Array | Uint8Array;
interface ColumnType {
  new (buffer: SharedArrayBuffer, at: number, length: number): Column;
  readonly BYTES_PER_ELEMENT: number;
}
const SECTIONS: Readonly<Record<keyof SnapshotArrays, ColumnType>> = {
  starts4: Uint32Array,
  jump4: Uint32Array,
  starts6: Uint32Array,
  jump6: Uint32Array,
  asn: Uint32Array,
  country: Uint16Array,
  length: Uint8Array,
  method: Uint8Array,
  severalRow: Uint32Array,
  severalAt: Uint32Array,
  severalAsn: Uint32Array,
  systemAsn: Uint32Array,
  systemCountry: Uint16Array,
  nameAt: Uint32Array,
  names: Uint8Array,
};
const NAMES = Object.keys(SECTIONS) as (keyof SnapshotArrays)[];

interface Header extends SnapshotFacts {
  /** Byte offset and number of elements of each section. */
  readonly sections: Readonly<Record<keyof SnapshotArrays, readonly [number, number]>>;
}

const toPage = (bytes: number): number => Math.ceil(bytes / PAGE) * PAGE;

/** The SHA-256 (hex) that belongs into the preamble of an image. */
export function imageHash(image: SharedArrayBuffer): string {
  return createHash('sha256').update(new Uint8Array(image, PREAMBLE)).digest('hex');
}

/** The SHA-256 (hex) that the preamble states. */
export function statedHash(image: SharedArrayBuffer): string {
  return Buffer.from(image, 16, 32).toString('hex');
}

/** Lays facts and arrays out as an image. The same content gives the same bytes. */
export function encodeImage(facts: SnapshotFacts, arrays: SnapshotArrays): SharedArrayBuffer {
  const place = (headerBytes: number): Header => {
    let at = toPage(PREAMBLE + headerBytes);
    const sections = {} as Record<keyof SnapshotArrays, [number, number]>;
    for (const name of NAMES) {
      sections[name] = [at, arrays[name].length];
      at = toPage(at + arrays[name].byteLength);
    }
    return { ...facts, sections };
  };
  // Offsets are written out in the header, whose length they depend on: leave room for the longest.
  const room = Buffer.byteLength(JSON.stringify(place(0))) + NAMES.length * 16;
  const header = Buffer.alloc(room, ' ');
  const { sections } = place(room);
  header.write(JSON.stringify(place(room)));
  const end = Math.max(...NAMES.map((name) => sections[name][0] + arrays[name].byteLength));
  const image = new SharedArrayBuffer(toPage(end));
  const bytes = new Uint8Array(image);
  const view = new DataView(image);
  bytes.set(Buffer.from(MAGIC, 'latin1'));
  view.setUint32(8, IMAGE_FORMAT, true);
  view.setUint32(12, header.length, true);
  bytes.set(header, PREAMBLE);
  for (const name of NAMES) {
    const column = arrays[name];
    bytes.set(new Uint8Array(column.buffer, column.byteOffset, column.byteLength), sections[name][0]);
  }
  bytes.set(Buffer.from(imageHash(image), 'hex'), 16);
  return image;
}

type Sections = Partial<Record<keyof SnapshotArrays, readonly [unknown, unknown]>>;

/** The header of an image, or what is wrong with it. It comes from a file: nothing in it is sure but that it is an object. */
function readHeader(image: SharedArrayBuffer): { sections: Sections; facts: SnapshotFacts } | string {
  if (image.byteLength < PREAMBLE || Buffer.from(image, 0, 8).toString('latin1') !== MAGIC)
    return 'not an .ipdata file';
  const view = new DataView(image);
  if (view.getUint32(8, true) !== IMAGE_FORMAT)
    return `format ${view.getUint32(8, true)}, this programme reads ${IMAGE_FORMAT}`;
  const length = view.getUint32(12, true);
  if (length > MOST_HEADER_BYTES || PREAMBLE + length > image.byteLength) return 'cut short in the header';
  // The header ends in spaces, and zeros follow: a length that stops among the spaces would read the same JSON.
  if (new Uint8Array(image)[PREAMBLE + length] !== 0) return 'the length of the header is wrong';
  let header: unknown;
  try {
    header = JSON.parse(Buffer.from(image, PREAMBLE, length).toString('utf8'));
  } catch {
    return 'the header is not JSON';
  }
  if (typeof header !== 'object' || header === null || !('sections' in header)) return 'the header lacks its sections';
  const { sections, ...facts } = header;
  if (typeof sections !== 'object' || sections === null) return 'the header lacks its sections';
  return { sections, facts: facts as unknown as SnapshotFacts };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** Facts and arrays of an image, as views of its memory, or what is wrong with its layout. Reads no section. */
export function decodeImage(image: SharedArrayBuffer): { facts: SnapshotFacts; arrays: SnapshotArrays } | string {
  const header = readHeader(image);
  if (typeof header === 'string') return header;
  const columns: Partial<Record<keyof SnapshotArrays, Column>> = {};
  for (const name of NAMES) {
    const place = header.sections[name];
    const [at, length] = Array.isArray(place) ? (place as unknown[]) : [];
    const Type = SECTIONS[name];
    if (!isCount(at) || !isCount(length) || at % PAGE !== 0) return `section ${name} is malformed`;
    if (at + length * Type.BYTES_PER_ELEMENT > image.byteLength) return `cut short in section ${name}`;
    columns[name] = new Type(image, at, length);
  }
  return { facts: header.facts, arrays: columns as unknown as SnapshotArrays };
}
