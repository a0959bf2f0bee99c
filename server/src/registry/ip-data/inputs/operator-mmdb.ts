import { member, MmdbError, readMmdbValue, type MmdbValue } from './mmdb-value.ts';
import { mmdbNetworks, type Mmdb } from './mmdb-tree.ts';
import { isRefusal, makeRecord, readAsn, type Outcome } from './record.ts';

// Where the usual databases (GeoLite2 and GeoIP2, DB-IP, IPinfo) keep what we want, the first that is there.
const ASN_PATHS: readonly (readonly string[])[] = [
  ['autonomous_system_number'],
  ['traits', 'autonomous_system_number'],
  ['asn'],
  ['as_number'],
];
const COUNTRY_PATHS = [['country', 'iso_code'], ['registered_country', 'iso_code'], ['country_code'], ['country']];
const NAME_PATHS = [
  ['autonomous_system_organization'],
  ['traits', 'autonomous_system_organization'],
  ['as_name'],
  ['as_organization'],
  ['name'],
];

/** The first text or number at one of the paths, as text; '' where there is none. */
function textAt(value: MmdbValue, paths: readonly (readonly string[])[]): string {
  for (const path of paths) {
    const found = member(value, ...path);
    if (typeof found === 'string' || typeof found === 'number') return String(found);
  }
  return '';
}

function readValue(mmdb: Mmdb, at: number): Outcome {
  try {
    const value = readMmdbValue(mmdb.data, at);
    const asn = textAt(value, ASN_PATHS);
    return makeRecord([], asn === '' ? [] : [readAsn(asn)], textAt(value, COUNTRY_PATHS), textAt(value, NAME_PATHS));
  } catch (error) {
    if (error instanceof MmdbError || error instanceof RangeError) return 'bad_data';
    throw error;
  }
}

/** One outcome for each network of an operator's MaxMind DB. Throws MmdbError where the tree cannot be walked. */
export function* mmdbRecords(mmdb: Mmdb): Generator<Outcome> {
  const read = new Map<number, Outcome>(); // networks share values
  for (const { prefix, at } of mmdbNetworks(mmdb)) {
    const value = read.get(at) ?? readValue(mmdb, at);
    read.set(at, value);
    if (typeof value === 'string') yield isRefusal(value) || prefix.length > 0 ? value : 'default_route';
    else yield prefix.length === 0 ? 'default_route' : { ...value, prefixes: [prefix] };
  }
}
