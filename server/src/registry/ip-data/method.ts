/** How an AS number was found. */
export type AsnMethod = 'prefix-to-as' | 'operator-csv' | 'operator-mmdb' | 'drill-plan';
/** How a country was found. */
export type CountryMethod =
  'rir-delegated' | 'country-prefix' | 'as-registration' | 'operator-csv' | 'operator-mmdb' | 'drill-plan';
/** How the fields of one row were found; null where the row lacks the field. */
export interface RowMethod {
  readonly asn: AsnMethod | null;
  readonly country: CountryMethod | null;
}

/**
 * Precedence, the strongest first. For an address the strongest method that covers it counts, with its most specific
 * prefix; of equal prefixes the one read last.
 */
export const ASN_PRECEDENCE = [
  'drill-plan',
  'operator-csv',
  'operator-mmdb',
  'prefix-to-as',
] as const satisfies readonly AsnMethod[];
export const COUNTRY_PRECEDENCE = [
  'drill-plan',
  'operator-csv',
  'operator-mmdb',
  'country-prefix',
  'rir-delegated',
  'as-registration',
] as const satisfies readonly CountryMethod[];

/** The byte that stands for a pair of methods: one more than the place in its precedence list, AS number in the low four bits. */
export function packMethod(asn: AsnMethod | null, country: CountryMethod | null): number {
  const low = asn === null ? 0 : ASN_PRECEDENCE.indexOf(asn) + 1;
  const high = country === null ? 0 : COUNTRY_PRECEDENCE.indexOf(country) + 1;
  return low | (high << 4);
}

/** All pairs of methods by their byte; impossible bytes give pairs of null. */
export const METHOD_BY_BYTE: readonly RowMethod[] = Array.from({ length: 256 }, (_, byte) =>
  Object.freeze({
    asn: ASN_PRECEDENCE[(byte & 15) - 1] ?? null,
    country: COUNTRY_PRECEDENCE[(byte >>> 4) - 1] ?? null,
  }),
);
