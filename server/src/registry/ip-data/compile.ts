import { packCountry } from './country-code.ts';
import { flatten } from './flatten.ts';
import type { InputRecord } from './inputs/record.ts';
import { jumpTable } from './jump-table.ts';
import { mergeLayers, SEVERAL_ORIGINS, type Layer, type Rows } from './merge-layers.ts';
import { ASN_PRECEDENCE, COUNTRY_PRECEDENCE, type AsnMethod, type CountryMethod } from './method.ts';
import { addPrefix, createPrefixTable, type PrefixTable } from './prefix-table.ts';
import { encodeImage, type InputSummary, type SnapshotArrays } from './snapshot-image.ts';

/** Prefixes with AS number or country as they are gathered, by method and version. */
interface Gathered<Method extends string> {
  readonly 1: Map<Method, PrefixTable>;
  readonly 4: Map<Method, PrefixTable>;
}

/** A snapshot in the making. */
export interface Compilation {
  readonly asn: Gathered<AsnMethod>;
  readonly country: Gathered<CountryMethod>;
  /** Sets of several origins, by their text, in the order of first sight. */
  readonly originSets: Map<string, { readonly place: number; readonly asns: readonly number[] }>;
  readonly systems: Map<number, { name: string; country: string }>;
  prefixes4: number;
  prefixes6: number;
}

export function createCompilation(): Compilation {
  return {
    asn: { 1: new Map(), 4: new Map() },
    country: { 1: new Map(), 4: new Map() },
    originSets: new Map(),
    systems: new Map(),
    prefixes4: 0,
    prefixes6: 0,
  };
}

function tableOf<Method extends string>(gathered: Gathered<Method>, method: Method, words: 1 | 4): PrefixTable {
  const tables = gathered[words];
  const table = tables.get(method) ?? createPrefixTable(words);
  tables.set(method, table);
  return table;
}

/** What stands for the origins in an AS table: the AS number, or the place of the set of several. */
function originValue({ originSets }: Compilation, asns: readonly number[]): number {
  if (asns.length === 1) return asns[0] ?? 0;
  const key = asns.join();
  const set = originSets.get(key) ?? { place: originSets.size, asns };
  originSets.set(key, set);
  return SEVERAL_ORIGINS + set.place;
}

function addSystem({ systems }: Compilation, asn: number, name: string, country: string): void {
  const known = systems.get(asn);
  systems.set(asn, {
    name: name === '' ? (known?.name ?? '') : name,
    country: country === '' ? (known?.country ?? '') : country,
  });
}

/** Methods under which the records of an input count; null where the input has no say in the field. */
export interface InputMethods {
  readonly asn: AsnMethod | null;
  readonly country: CountryMethod | null;
}

/** Adds what one record states. */
export function addRecord(compilation: Compilation, methods: InputMethods, record: InputRecord): void {
  const { prefixes, asns, country, name, registered } = record;
  const value = asns.length > 0 && methods.asn !== null ? originValue(compilation, asns) : undefined;
  for (const prefix of prefixes) {
    const words = prefix.version === 4 ? 1 : 4;
    if (words === 1) compilation.prefixes4 += 1;
    else compilation.prefixes6 += 1;
    if (methods.asn !== null && value !== undefined)
      addPrefix(tableOf(compilation.asn, methods.asn, words), prefix, value);
    if (methods.country !== null && country !== '')
      addPrefix(tableOf(compilation.country, methods.country, words), prefix, packCountry(country));
  }
  // The country of an AS comes from its registration alone: that of one of its prefixes may be another.
  for (const asn of name === '' ? [] : asns)
    addSystem(compilation, asn, name, methods.country === 'as-registration' ? country : '');
  for (let asn = registered?.[0] ?? 1; asn <= (registered?.[1] ?? 0); asn += 1)
    addSystem(compilation, asn, '', country);
}

function layersOf<Method extends string>(
  gathered: Gathered<Method>,
  words: 1 | 4,
  precedence: readonly Method[],
): Layer<Method>[] {
  return precedence.flatMap((method) => {
    const table = gathered[words].get(method);
    return table === undefined ? [] : [{ method, table, intervals: flatten(table) }];
  });
}

const concat = <Column extends Uint32Array | Uint16Array | Uint8Array>(
  into: Column,
  first: Column,
  second: Column,
): Column => {
  into.set(first);
  into.set(second, first.length);
  return into;
};

function severalColumns(
  rows4: Rows,
  rows6: Rows,
  sets: readonly (readonly number[])[],
): Pick<SnapshotArrays, 'severalRow' | 'severalAt' | 'severalAsn'> {
  const places = [...rows4.severalSets, ...rows6.severalSets];
  const severalAt = new Uint32Array(places.length + 1);
  const asns: number[] = [];
  places.forEach((place, index) => {
    for (const asn of sets[place] ?? []) asns.push(asn);
    severalAt[index + 1] = asns.length;
  });
  return {
    severalRow: Uint32Array.from([...rows4.severalRows, ...rows6.severalRows.map((row) => row + rows4.count)]),
    severalAt,
    severalAsn: Uint32Array.from(asns),
  };
}

function systemColumns(
  systems: Compilation['systems'],
): Pick<SnapshotArrays, 'systemAsn' | 'systemCountry' | 'nameAt' | 'names'> {
  const sorted = [...systems].sort(([a], [b]) => a - b);
  const names = sorted.map(([, { name }]) => Buffer.from(name));
  const nameAt = new Uint32Array(names.length + 1);
  names.forEach((name, index) => (nameAt[index + 1] = (nameAt[index] ?? 0) + name.length));
  return {
    systemAsn: Uint32Array.from(sorted, ([asn]) => asn),
    systemCountry: Uint16Array.from(sorted, ([, { country }]) => packCountry(country)),
    nameAt,
    names: new Uint8Array(Buffer.concat(names)),
  };
}

/** Finishes the snapshot: its image. `builtAt` is ISO 8601 in UTC. The same records in the same order give the same bytes. */
export function finishCompilation(
  compilation: Compilation,
  facts: { name: string; builtAt: string; inputs: readonly InputSummary[] },
): SharedArrayBuffer {
  const sets = [...compilation.originSets.values()].map(({ asns }) => asns);
  const countryOf = (asn: number): string => compilation.systems.get(asn)?.country ?? '';
  let replaced = 0;
  const [rows4, rows6] = ([1, 4] as const).map((words) => {
    const asn = layersOf(compilation.asn, words, ASN_PRECEDENCE);
    const country = layersOf(compilation.country, words, COUNTRY_PRECEDENCE);
    for (const { intervals } of [...asn, ...country]) replaced += intervals.replaced;
    return mergeLayers(words, asn, country, { sets, countryOf });
  }) as [Rows, Rows];
  const total = rows4.count + rows6.count;
  const arrays: SnapshotArrays = {
    starts4: rows4.starts,
    jump4: jumpTable(rows4.starts, 1),
    starts6: rows6.starts,
    jump6: jumpTable(rows6.starts, 4),
    asn: concat(new Uint32Array(total), rows4.asn, rows6.asn),
    country: concat(new Uint16Array(total), rows4.country, rows6.country),
    length: concat(new Uint8Array(total), rows4.length, rows6.length),
    method: concat(new Uint8Array(total), rows4.method, rows6.method),
    ...severalColumns(rows4, rows6, sets),
    ...systemColumns(compilation.systems),
  };
  const { prefixes4, prefixes6 } = compilation;
  return encodeImage(
    { name: facts.name, builtAt: facts.builtAt, prefixes4, prefixes6, replaced, inputs: facts.inputs },
    arrays,
  );
}
