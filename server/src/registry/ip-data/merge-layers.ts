import { packCountry } from './country-code.ts';
import { compareWords, type Intervals } from './flatten.ts';
import { packMethod, type AsnMethod, type CountryMethod } from './method.ts';
import type { PrefixTable } from './prefix-table.ts';

/** One input method's prefixes, flattened. Layers are given with the strongest first. */
export interface Layer<Method> {
  readonly method: Method;
  readonly table: PrefixTable;
  readonly intervals: Intervals;
}

/** Values of AS layers from here on name a set of several origins: SEVERAL_ORIGINS + its place in the list of sets. */
export const SEVERAL_ORIGINS = 2 ** 32;

/** The finished columns of one version: row i begins at starts[i] and ends before the next. Method 0: nothing known. */
export interface Rows {
  readonly words: 1 | 4;
  readonly count: number;
  readonly starts: Uint32Array;
  readonly asn: Uint32Array;
  readonly country: Uint16Array;
  readonly length: Uint8Array;
  readonly method: Uint8Array;
  /** Rows with several origins, ascending, with the place of their set. */
  readonly severalRows: readonly number[];
  readonly severalSets: readonly number[];
}

/** What the merge needs to know about AS numbers. */
export interface Origins {
  readonly sets: readonly (readonly number[])[];
  /** Country of registration of an AS number, or ''. */
  readonly countryOf: (asn: number) => string;
}

/** A layer with the walk's place in it. */
interface Walked<Method> extends Layer<Method> {
  at: number;
}

/** The strongest layer that knows the place where the walk stands. */
function strongest<Method>(layers: readonly Walked<Method>[]): Walked<Method> | undefined {
  for (const layer of layers) if ((layer.intervals.entries[layer.at] as number) >= 0) return layer;
  return undefined;
}

/** Moves all layers to the next boundary of any of them, and writes it; false at the end of the address space. */
function advance(layers: readonly Walked<unknown>[], boundary: Uint32Array): boolean {
  const words = boundary.length;
  let found = false;
  for (const { intervals, at } of layers) {
    const next = at + 1;
    if (next >= intervals.count) continue;
    if (found && compareWords(intervals.starts, next * words, boundary, 0, words) >= 0) continue;
    for (let word = 0; word < words; word += 1) boundary[word] = intervals.starts[next * words + word] as number;
    found = true;
  }
  if (!found) return false;
  for (const layer of layers) {
    const next = layer.at + 1;
    if (next < layer.intervals.count && compareWords(layer.intervals.starts, next * words, boundary, 0, words) === 0)
      layer.at = next;
  }
  return true;
}

/**
 * Merges the layers into rows: at each address the AS number of the strongest AS layer and the country of the strongest
 * country layer that know one, else the country where the AS number is registered. The row's prefix is the one that gave
 * the AS number, else the one that gave the country.
 */
export function mergeLayers(
  words: 1 | 4,
  asnLayers: readonly Layer<AsnMethod>[],
  countryLayers: readonly Layer<CountryMethod>[],
  origins: Origins,
): Rows {
  const asnWalk = asnLayers.map((layer) => ({ ...layer, at: 0 }));
  const countryWalk = countryLayers.map((layer) => ({ ...layer, at: 0 }));
  const walk = [...asnWalk, ...countryWalk];
  const most = walk.reduce((sum, { intervals }) => sum + intervals.count, 1);
  const rows = {
    starts: new Uint32Array(most * words),
    asn: new Uint32Array(most),
    country: new Uint16Array(most),
    length: new Uint8Array(most),
    method: new Uint8Array(most),
    severalRows: [] as number[],
    severalSets: [] as number[],
  };
  const boundary = new Uint32Array(words); // the walk starts at address 0
  let count = 0;
  let [lastHow, lastEntry, lastPlace] = [-1, -1, -1];

  do {
    const byAsn = strongest(asnWalk);
    const byCountry = strongest(countryWalk);
    const asnEntry = byAsn?.intervals.entries[byAsn.at] ?? -1;
    const countryEntry = byCountry?.intervals.entries[byCountry.at] ?? -1;
    const value = byAsn?.table.values[asnEntry] ?? 0;
    const set = value - SEVERAL_ORIGINS;
    const origin = set >= 0 ? (origins.sets[set]?.[0] ?? 0) : value;
    const registered = byCountry === undefined && byAsn !== undefined ? packCountry(origins.countryOf(origin)) : 0;
    const place = byCountry?.table.values[countryEntry] ?? registered;
    const how = packMethod(byAsn?.method ?? null, byCountry?.method ?? (registered > 0 ? 'as-registration' : null));
    const entry = byAsn === undefined ? countryEntry : asnEntry;
    // Each method is one layer, so that method and entry together name the prefix.
    if (how === lastHow && entry === lastEntry && place === lastPlace) continue;
    [lastHow, lastEntry, lastPlace] = [how, entry, place];
    rows.starts.set(boundary, count * words);
    rows.asn[count] = origin;
    rows.country[count] = place;
    rows.length[count] = byAsn?.table.lengths[asnEntry] ?? byCountry?.table.lengths[countryEntry] ?? 0;
    rows.method[count] = how;
    if (set >= 0) {
      rows.severalRows.push(count);
      rows.severalSets.push(set);
    }
    count += 1;
  } while (advance(walk, boundary));
  return {
    ...rows,
    words,
    count,
    starts: rows.starts.slice(0, count * words),
    asn: rows.asn.slice(0, count),
    country: rows.country.slice(0, count),
    length: rows.length.slice(0, count),
    method: rows.method.slice(0, count),
  };
}
