import { createReadStream, existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';

const shared = (path: string): string => fileURLToPath(new URL(`../../../shared/data/${path}`, import.meta.url));
/** Where the real tables stand, beside the repository; they are not part of it. */
export const realPrefixes = shared('ip/prefix-asn-2014.tsv.gz');
export const realCountries = shared('ip/country-prefixes.tsv');

/** Pseudo-random numbers in [0, 1) from a seed (mulberry32), so that a run can be repeated. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export interface NetworkLine {
  readonly prefix: string;
  readonly asn: number;
}

/** Lines `prefix TAB asn` of a file, plain or gzip. */
export async function readPrefixes(file: string): Promise<NetworkLine[]> {
  const raw = createReadStream(file);
  const lines = createInterface({ input: file.endsWith('.gz') ? raw.pipe(createGunzip()) : raw });
  const found: NetworkLine[] = [];
  for await (const line of lines) {
    const [prefix, asn] = line.split('\t');
    if (prefix !== undefined && asn !== undefined && /^[0-9]/.test(prefix)) found.push({ prefix, asn: Number(asn) });
  }
  return found;
}

/** Prefixes of the benchmarking and documentation ranges, for a run without real tables: /29s of 198.18.0.0/15. */
export function madePrefixes(): NetworkLine[] {
  return Array.from({ length: 16_384 }, (_, index) => {
    const base = 0xc612_0000 + index * 8;
    return {
      prefix: `${base >>> 24}.${(base >>> 16) & 255}.${(base >>> 8) & 255}.${base & 255}/29`,
      asn: 64_512 + (index % 1_000),
    };
  });
}

export const exists = existsSync;
