import { COUNTRY_BY_NUMBER } from './country-code.ts';
import { formatIpv4, formatIpv6, wordAt, type IpAddress } from './ip-address.ts';
import { head6 } from './jump-table.ts';
import { METHOD_BY_BYTE, type RowMethod } from './method.ts';
import { mask4 } from './prefix.ts';
import { decodeImage, statedHash, type SnapshotArrays, type SnapshotFacts } from './snapshot-image.ts';

/** A compiled table of AS number, country and prefix by address. Lookups return a row, or -1 where nothing is known. */
export interface IpSnapshot extends SnapshotFacts {
  /** What openSnapshot takes: post it to another thread and open it there, nothing is copied. */
  readonly image: SharedArrayBuffer;
  readonly sha256: string;
  /** Rows of IPv4 and of IPv6, those of unknown addresses included. */
  readonly rows4: number;
  readonly rows6: number;
  /** `ip` is an unsigned 32-bit number. */
  lookup4(ip: number): number;
  /** 16 bytes of an address that is not IPv4-mapped. */
  lookup6(bytes: Uint8Array): number;
  lookup(ip: IpAddress): number;
  /** Origin AS of a row: the first one where several originate the prefix; 0 where it is unknown. */
  asn(row: number): number;
  /** All origin AS of a row. */
  origins(row: number): readonly number[];
  /** ISO 3166-1 alpha-2 code, or '' where it is unknown. */
  country(row: number): string;
  /** The prefix that gave the AS number, else the country, in canonical text. */
  prefixText(row: number): string;
  prefixLength(row: number): number;
  method(row: number): RowMethod;
  /** Every autonomous system that the inputs name or place. */
  systems(): IterableIterator<{ asn: number; name: string; country: string }>;
}

/** A function that finds rows by 32-bit address. The jump table halves the steps of the binary search. */
function search4({ starts4, jump4, method }: SnapshotArrays): (ip: number) => number {
  return (ip) => {
    const head = ip >>> 16;
    let low = jump4[head] as number;
    let high = jump4[head + 1] as number;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if ((starts4[middle] as number) <= ip) low = middle;
      else high = middle - 1;
    }
    return method[low] === 0 ? -1 : low;
  };
}

/** A function that finds rows by 16 bytes; IPv6 rows come after those of IPv4. */
function search6({ starts4, starts6, jump6, method }: SnapshotArrays): (bytes: Uint8Array) => number {
  const rows4 = starts4.length;
  return (bytes) => {
    const word0 = wordAt(bytes, 0);
    const word1 = wordAt(bytes, 4);
    const word2 = wordAt(bytes, 8);
    const word3 = wordAt(bytes, 12);
    const head = head6(word0);
    let low = jump6[head] as number;
    let high = jump6[head + 1] as number;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      const at = middle * 4;
      let start = starts6[at] as number;
      let wanted = word0;
      if (start === wanted) {
        start = starts6[at + 1] as number;
        wanted = word1;
        if (start === wanted) {
          start = starts6[at + 2] as number;
          wanted = word2;
          if (start === wanted) {
            start = starts6[at + 3] as number;
            wanted = word3;
          }
        }
      }
      if (start <= wanted) low = middle;
      else high = middle - 1;
    }
    const row = rows4 + low;
    return method[row] === 0 ? -1 : row;
  };
}

/** The place of `wanted` in ascending values, or -1. */
function placeOf(values: Uint32Array, wanted: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((values[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return values[low] === wanted ? low : -1;
}

/** The prefix of a row: a row lies within its prefix, so that the row's start, cut to the length, is the prefix's base. */
function prefixOf({ starts4, starts6, length }: SnapshotArrays, row: number): string {
  const bits = length[row] ?? 0;
  if (row < starts4.length) return `${formatIpv4(((starts4[row] ?? 0) & mask4(bits)) >>> 0)}/${bits}`;
  const view = new DataView(new ArrayBuffer(16));
  for (let word = 0; word < 4; word += 1) {
    const start = starts6[(row - starts4.length) * 4 + word] ?? 0;
    view.setUint32(word * 4, start & mask4(bits - word * 32));
  }
  return `${formatIpv6(new Uint8Array(view.buffer))}/${bits}`;
}

function* systemsOf({
  systemAsn,
  systemCountry,
  nameAt,
  names,
}: SnapshotArrays): IterableIterator<{ asn: number; name: string; country: string }> {
  for (let index = 0; index < systemAsn.length; index += 1) {
    const name = Buffer.from(names.slice(nameAt[index], nameAt[index + 1])).toString('utf8');
    yield { asn: systemAsn[index] ?? 0, name, country: COUNTRY_BY_NUMBER[systemCountry[index] ?? 0] ?? '' };
  }
}

/**
 * Opens an image that this programme made or that imageProblem found whole. Costs nothing: the arrays are views of the
 * image. Throws RangeError where it is no image.
 */
export function openSnapshot(image: SharedArrayBuffer): IpSnapshot {
  const decoded = decodeImage(image);
  if (typeof decoded === 'string') throw new RangeError(decoded);
  const { facts, arrays } = decoded;
  const { asn, country, length, method, severalRow, severalAt, severalAsn } = arrays;
  const lookup4 = search4(arrays);
  const lookup6 = search6(arrays);
  return {
    ...facts,
    image,
    sha256: statedHash(image),
    rows4: arrays.starts4.length,
    rows6: arrays.starts6.length / 4,
    lookup4,
    lookup6,
    lookup: (ip) => (ip.version === 4 ? lookup4(ip.value) : lookup6(ip.bytes)),
    asn: (row) => asn[row] ?? 0,
    origins: (row) => {
      const several = placeOf(severalRow, row);
      if (several >= 0) return [...severalAsn.subarray(severalAt[several], severalAt[several + 1])];
      return asn[row] ? [asn[row]] : [];
    },
    country: (row) => COUNTRY_BY_NUMBER[country[row] ?? 0] ?? '',
    prefixText: (row) => prefixOf(arrays, row),
    prefixLength: (row) => length[row] ?? 0,
    method: (row) => METHOD_BY_BYTE[method[row] ?? 0] as RowMethod,
    systems: () => systemsOf(arrays),
  };
}
