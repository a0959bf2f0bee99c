import { mappedIpv4, wordAt } from '../ip-address.ts';
import type { Prefix } from '../prefix.ts';
import { member, MmdbError, readMmdbValue, type MmdbValue } from './mmdb-value.ts';

const METADATA_MARKER = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');
const MOST_METADATA_BYTES = 128 * 1024;
const SEPARATOR = 16;

/** An opened MaxMind DB file. */
export interface Mmdb {
  readonly nodes: number;
  /** Bits of one record: 24, 28 or 32; a node has two. */
  readonly recordSize: number;
  readonly version: 4 | 6;
  readonly databaseType: string;
  /** Seconds since 1970. */
  readonly buildEpoch: number;
  readonly tree: Buffer;
  readonly data: Buffer;
}

/** Whether the last bytes of a file are those of a MaxMind DB. */
export function looksLikeMmdb(tail: Buffer): boolean {
  return tail.lastIndexOf(METADATA_MARKER) >= 0;
}

function count(metadata: MmdbValue, key: string): number {
  const value = member(metadata, key);
  return typeof value === 'number' ? value : typeof value === 'bigint' ? Number(value) : 0;
}

/** Reads the metadata of a whole file. Throws MmdbError where it is none that the tree can be read by. */
export function openMmdb(file: Buffer): Mmdb {
  const marker = file.lastIndexOf(METADATA_MARKER);
  if (marker < 0 || file.length - marker > MOST_METADATA_BYTES) throw new MmdbError('the metadata is missing');
  const metadata = readMmdbValue(file.subarray(marker + METADATA_MARKER.length), 0);
  const nodes = count(metadata, 'node_count');
  const recordSize = count(metadata, 'record_size');
  const version = count(metadata, 'ip_version');
  const treeBytes = (nodes * recordSize) / 4;
  if (![24, 28, 32].includes(recordSize) || (version !== 4 && version !== 6))
    throw new MmdbError('the metadata names an unknown layout');
  if (nodes === 0 || treeBytes + SEPARATOR > marker) throw new MmdbError('the search tree is cut short');
  const databaseType = member(metadata, 'database_type');
  return {
    nodes,
    recordSize,
    version,
    databaseType: typeof databaseType === 'string' ? databaseType : '',
    buildEpoch: count(metadata, 'build_epoch'),
    tree: file.subarray(0, treeBytes),
    data: file.subarray(treeBytes + SEPARATOR, marker),
  };
}

function child({ tree, recordSize }: Mmdb, node: number, side: 0 | 1): number {
  const at = (node * recordSize) / 4;
  if (recordSize === 24) return tree.readUIntBE(at + side * 3, 3);
  if (recordSize === 32) return tree.readUInt32BE(at + side * 4);
  const middle = tree[at + 3] ?? 0;
  return side === 0
    ? ((middle >>> 4) << 24) | tree.readUIntBE(at, 3)
    : ((middle & 15) << 24) | tree.readUIntBE(at + 4, 3);
}

/** The node below which IPv4 lies in a tree of IPv6, or -1 where there is none of its own. */
function ipv4Start(mmdb: Mmdb): number {
  if (mmdb.version === 4) return -1;
  let node = 0;
  for (let depth = 0; depth < 96; depth += 1) {
    node = child(mmdb, node, 0);
    if (node >= mmdb.nodes) return -1;
  }
  return node;
}

function toPrefix(version: 4 | 6, bytes: Uint8Array, length: number): Prefix {
  if (version === 4) return { version: 4, base: wordAt(bytes, 0), length };
  const mapped = mappedIpv4(bytes);
  const ipv4 = wordAt(bytes, 0) === 0 && wordAt(bytes, 4) === 0 && wordAt(bytes, 8) === 0;
  if (length >= 96 && (ipv4 || mapped >= 0)) return { version: 4, base: wordAt(bytes, 12), length: length - 96 };
  return { version: 6, base: bytes.slice(), length };
}

/**
 * All networks of the file in order of address, each with the offset of its value in the data section. IPv4 lies under
 * ::/96 there; the same subtree appears again under ::ffff:0:0/96, 2002::/16 and others, which are left out. Throws
 * MmdbError where the tree has a loop or shares other nodes: it could not be walked in bounded time.
 */
export function* mmdbNetworks(mmdb: Mmdb): Generator<{ prefix: Prefix; at: number }> {
  const { nodes, version } = mmdb;
  const start = ipv4Start(mmdb);
  const deepest = version === 4 ? 32 : 128;
  const path = new Uint8Array(16);
  const open: { node: number; depth: number; bytes: Uint8Array }[] = [{ node: 0, depth: 0, bytes: path }];
  let visited = 0;
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { node, depth, bytes } = place;
    if (node === nodes) continue; // no data
    if (node > nodes) {
      yield { prefix: toPrefix(version, bytes, depth), at: node - nodes - SEPARATOR };
      continue;
    }
    if (node === start && bytes.some((byte) => byte !== 0)) continue; // an alias of IPv4
    visited += 1;
    if (depth === deepest || visited > nodes) throw new MmdbError('the search tree has a loop');
    const right = bytes.slice();
    right[depth >>> 3] = (right[depth >>> 3] ?? 0) | (0x80 >>> (depth & 7));
    open.push(
      { node: child(mmdb, node, 1), depth: depth + 1, bytes: right },
      { node: child(mmdb, node, 0), depth: depth + 1, bytes },
    );
  }
}
