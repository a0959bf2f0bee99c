import { rangeToPrefixes4 } from '../address-range.ts';
import { readCountry } from '../country-code.ts';
import { parseIpv4 } from '../ip-address.ts';
import { readPrefix, type Prefix } from '../prefix.ts';
import type { LineReader, Outcome, Refusal } from './record.ts';

// Delegated and delegated-extended statistics of the five registries:
//   ripencc|AT|ipv4|192.0.2.0|256|20100712|allocated|<holder>
// ipv4: number of addresses, any number; ipv6: prefix length; asn: number of AS numbers. Before them a version line and
// summary lines with the number of records of each type.

const MOST_AS_NUMBERS = 1_000_000;

function prefixesOf(type: string, start: string, value: string): readonly Prefix[] | Refusal {
  if (type === 'ipv6') {
    const prefix = readPrefix(start, value);
    return typeof prefix === 'string' ? prefix : prefix.version === 6 ? [prefix] : 'bad_prefix';
  }
  const first = parseIpv4(start);
  if (first < 0) return 'bad_prefix';
  const count = /^[1-9][0-9]{0,9}$/.test(value) ? Number(value) : 0;
  return count === 0 || first + count > 2 ** 32 ? 'bad_count' : rangeToPrefixes4(first, first + count - 1);
}

function registeredOf(start: string, value: string): [number, number] | Refusal {
  const first = /^[0-9]{1,10}$/.test(start) ? Number(start) : 2 ** 32;
  if (first >= 2 ** 32) return 'bad_asn';
  const count = /^[1-9][0-9]{0,6}$/.test(value) ? Number(value) : 0;
  return count === 0 || count > MOST_AS_NUMBERS || first + count > 2 ** 32 ? 'bad_count' : [first, first + count - 1];
}

function readDelegation(fields: readonly string[]): Outcome {
  const [, countryText, type, start, value, , status] = fields;
  if (
    countryText === undefined ||
    type === undefined ||
    start === undefined ||
    value === undefined ||
    status === undefined
  )
    return 'columns';
  if (type !== 'asn' && type !== 'ipv4' && type !== 'ipv6') return 'bad_type';
  if (status === 'available' || status === 'reserved') return 'not_delegated';
  if (status !== 'allocated' && status !== 'assigned') return 'bad_status';
  const country = readCountry(countryText);
  if (country === undefined) return 'bad_country';
  if (type === 'asn') {
    const registered = registeredOf(start, value);
    if (typeof registered === 'string') return registered;
    return country === '' ? 'no_country' : { prefixes: [], asns: [], country, name: '', registered };
  }
  const prefixes = prefixesOf(type, start, value);
  if (typeof prefixes === 'string') return prefixes;
  if (prefixes.some((prefix) => prefix.length === 0)) return 'default_route';
  return country === '' ? 'no_country' : { prefixes, asns: [], country, name: '' };
}

/** Reads the delegation files of the regional Internet registries. Warns where records are missing from the file. */
export function rirDelegatedReader(): LineReader {
  const promised = new Map<string, number>();
  const seen = new Map<string, number>();
  return {
    read: (line) => {
      const fields = line.split('|');
      const [registry = '', , type = '', , count] = fields;
      if (/^[0-9](\.[0-9])?$/.test(registry)) return 'summary'; // the version line
      if (fields.length === 6 && fields[5] === 'summary') {
        promised.set(type, Number(count));
        return 'summary';
      }
      seen.set(type, (seen.get(type) ?? 0) + 1);
      return readDelegation(fields);
    },
    atEnd: () =>
      [...promised]
        .filter(([type, count]) => (seen.get(type) ?? 0) !== count)
        .map(([type, count]) => `the summary promises ${count} ${type} records, the file has ${seen.get(type) ?? 0}`),
  };
}
