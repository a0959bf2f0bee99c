import { MOST_COUNTRIES } from './country-code.ts';
import { jumpTable } from './jump-table.ts';
import { METHOD_BY_BYTE } from './method.ts';
import { decodeImage, imageHash, statedHash, type SnapshotArrays, type SnapshotFacts } from './snapshot-image.ts';

/** Names of snapshots, which are also names of files. */
export const SNAPSHOT_NAME = /^[a-z0-9][a-z0-9._-]{0,80}$/;

function factsProblem(facts: SnapshotFacts): string | undefined {
  const count = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0;
  if (typeof facts.name !== 'string' || !SNAPSHOT_NAME.test(facts.name)) return 'the name is not one for a snapshot';
  if (typeof facts.builtAt !== 'string' || Number.isNaN(Date.parse(facts.builtAt)))
    return 'the time of building is missing';
  if (!count(facts.prefixes4) || !count(facts.prefixes6) || !Array.isArray(facts.inputs))
    return 'counts or inputs are missing';
  return undefined;
}

function startsProblem(starts: Uint32Array, words: number): string | undefined {
  for (let word = 0; word < words; word += 1) if (starts[word] !== 0) return 'rows do not begin at the first address';
  for (let at = words; at < starts.length; at += words) {
    let word = 0;
    while (word < words - 1 && starts[at + word] === starts[at + word - words]) word += 1;
    if ((starts[at + word] as number) <= (starts[at + word - words] as number))
      return `row ${at / words} is out of order`;
  }
  return undefined;
}

function rowsProblem({ country, length, method }: SnapshotArrays, rows4: number): string | undefined {
  for (let row = 0; row < country.length; row += 1) {
    if ((country[row] as number) > MOST_COUNTRIES) return `row ${row} has an unknown country`;
    if ((length[row] as number) > (row < rows4 ? 32 : 128)) return `row ${row} has an impossible prefix length`;
    const byte = method[row] as number;
    const how = METHOD_BY_BYTE[byte];
    if (byte !== 0 && how?.asn === null && how.country === null) return `row ${row} has an unknown method`;
  }
  return undefined;
}

/** Whether `ends` divides `total` elements into consecutive runs, one for each of `count` owners. */
function divides(ends: Uint32Array, count: number, total: number): boolean {
  return (
    ends.length === count + 1 &&
    ends[0] === 0 &&
    ends[count] === total &&
    ends.every((end, index) => index === 0 || end >= (ends[index - 1] as number))
  );
}

const ascending = (values: Uint32Array): boolean =>
  values.every((value, index) => index === 0 || value > (values[index - 1] as number));
const same = (a: Uint32Array, b: Uint32Array): boolean =>
  a.length === b.length && a.every((value, index) => value === b[index]);

function arraysProblem(arrays: SnapshotArrays): string | undefined {
  const {
    starts4,
    starts6,
    asn,
    country,
    length,
    method,
    severalRow,
    severalAt,
    severalAsn,
    systemAsn,
    systemCountry,
    nameAt,
    names,
  } = arrays;
  const rows4 = starts4.length;
  const rows = rows4 + starts6.length / 4;
  if (rows4 === 0 || starts6.length === 0 || [asn, country, length, method].some((column) => column.length !== rows))
    return 'columns differ in length';
  const order = startsProblem(starts4, 1) ?? startsProblem(starts6, 4) ?? rowsProblem(arrays, rows4);
  if (order !== undefined) return order;
  if (!same(arrays.jump4, jumpTable(starts4, 1)) || !same(arrays.jump6, jumpTable(starts6, 4)))
    return 'the jump tables do not fit the rows';
  const several =
    ascending(severalRow) &&
    divides(severalAt, severalRow.length, severalAsn.length) &&
    severalRow.every((row) => row < rows);
  if (!several) return 'the table of several origins is broken';
  const systems =
    ascending(systemAsn) &&
    systemCountry.length === systemAsn.length &&
    systemCountry.every((code) => code <= MOST_COUNTRIES);
  return systems && divides(nameAt, systemAsn.length, names.length)
    ? undefined
    : 'the table of autonomous systems is broken';
}

/**
 * What is wrong with an image that came from outside this programme (a disk, an upload), or undefined: whole by its own
 * hash, and every index in it within bounds, so that lookups need no checks of their own. Takes some ten milliseconds.
 */
export function imageProblem(image: SharedArrayBuffer): string | undefined {
  const decoded = decodeImage(image);
  if (typeof decoded === 'string') return decoded;
  if (imageHash(image) !== statedHash(image)) return 'the content does not match its SHA-256';
  return factsProblem(decoded.facts) ?? arraysProblem(decoded.arrays);
}
