import { readCountry } from '../country-code.ts';
import type { Prefix } from '../prefix.ts';

/** What one record of an input states. Prefixes and AS registrations without asns and country state nothing. */
export interface InputRecord {
  readonly prefixes: readonly Prefix[];
  /** Origins, the first one first; empty where the input gives none. */
  readonly asns: readonly number[];
  /** ISO code, or ''. */
  readonly country: string;
  /** Name of the AS, or ''. */
  readonly name: string;
  /** AS numbers first..last are registered in the country. */
  readonly registered?: readonly [number, number];
}

/** Records that are well formed and have nothing to say. */
export const SKIPS = {
  summary: 'a summary or version line',
  header: 'the line that names the columns',
  not_delegated: 'space that a registry holds itself (available, reserved)',
  not_routed: 'space that nobody announces',
  no_country: 'no single country (ZZ, EU, AP)',
  no_value: 'neither AS number nor country',
} as const;

/** Records that are refused. */
export const REFUSALS = {
  columns: 'the wrong number of columns',
  bad_prefix: 'no address or prefix where one must stand',
  host_bits: 'a prefix with bits set beyond its length',
  default_route: 'a prefix of length 0',
  bad_range: 'a range whose end lies before its start, or in the other address family',
  bad_count: 'a count of addresses or AS numbers that is none',
  bad_asn: 'no AS number where one must stand',
  bad_country: 'no country code where one must stand',
  bad_status: 'a delegation status that the format does not know',
  bad_type: 'a record type that the format does not know',
  unclosed_quote: 'a quotation mark without its second',
  line_too_long: 'a line of more than 64 KiB',
  bad_data: 'a data record that cannot be read',
} as const;

export type Skip = keyof typeof SKIPS;
export type Refusal = keyof typeof REFUSALS;

/** The outcome of one record. */
export type Outcome = InputRecord | Skip | Refusal;

/** Reads one file line by line. It may keep what earlier lines said, so that each file has a reader of its own. */
export interface LineReader {
  readonly read: (line: string) => Outcome;
  /** After the last line: what is odd about the file as a whole. */
  readonly atEnd?: () => string[];
}

export function isRefusal(outcome: Skip | Refusal): outcome is Refusal {
  return outcome in REFUSALS;
}

/** An AS number (RFC 6793) from decimal text, with or without `AS` before it; -1 where it is none. */
export function readAsn(text: string): number {
  const digits = /^(?:AS)?([0-9]{1,10})$/i.exec(text.trim())?.[1];
  const asn = digits === undefined ? -1 : Number(digits);
  return asn <= 0xffffffff ? asn : -1;
}

/** A record from prefixes, AS numbers and the text of a country, checked; -1 among the numbers is a refusal. */
export function makeRecord(
  prefixes: readonly Prefix[],
  asns: readonly number[],
  countryText: string,
  name = '',
): Outcome {
  if (asns.includes(-1)) return 'bad_asn';
  const country = readCountry(countryText);
  if (country === undefined) return 'bad_country';
  if (prefixes.some((prefix) => prefix.length === 0)) return 'default_route';
  const origins = asns.filter((asn) => asn !== 0); // AS 0: not routed, RFC 7607
  if (origins.length === 0 && country === '')
    return countryText.trim() === '' || asns.length > 0 ? 'no_value' : 'no_country';
  return { prefixes, asns: origins, country, name };
}
