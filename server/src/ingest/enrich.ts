import type { IpSnapshot } from '#registry/ip-data/index.ts';
import type { Given } from './given.ts';
import type { EnrichmentMethods } from './portion.ts';
import type { Concern } from './router.ts';

/** What is known about the concerned address, and how. `prefixLength` is -1 where no prefix is known. */
export interface Enriched {
  prefixLength: number;
  asnMethod: string;
  countryMethod: string;
}

/** Codes that sources use for two states beside ISO 3166-1. */
const otherCodes: Readonly<Record<string, string>> = { UK: 'GB', EL: 'GR' };

/** A source's country code as ISO 3166-1, or '' where it is none. */
export function countryCode(given: string): string {
  if (given.length !== 2) return '';
  const code = given.toUpperCase();
  if (!/^[A-Z]{2}$/.test(code) || code === 'ZZ' || code === 'XX') return '';
  return otherCodes[code] ?? code;
}

/** Fills in a record's AS number and country: from the snapshot, else as the source gave them. */
export type Enricher = (given: Given, concern: Concern, out: Enriched) => void;

export function createEnricher(snapshot: IpSnapshot | null): Enricher {
  return (given, concern, out) => {
    out.prefixLength = -1;
    out.asnMethod = '';
    out.countryMethod = '';
    concern.asn = 0;
    concern.country = '';
    if (snapshot !== null && (concern.address4 >= 0 || concern.address6 !== null)) {
      const row =
        concern.address4 >= 0 ? snapshot.lookup4(concern.address4) : snapshot.lookup6(concern.address6 as Uint8Array);
      if (row >= 0) {
        const method = snapshot.method(row);
        concern.asn = snapshot.asn(row);
        concern.country = snapshot.country(row);
        out.prefixLength = snapshot.prefixLength(row);
        out.asnMethod = concern.asn === 0 ? '' : (method.asn ?? '');
        out.countryMethod = concern.country === '' ? '' : (method.country ?? '');
      }
    }
    if (concern.asn === 0 && given.asn > 0 && given.asn <= 0xffff_ffff) {
      concern.asn = given.asn;
      out.asnMethod = 'source';
    }
    if (concern.country === '') {
      concern.country = countryCode(given.country);
      if (concern.country !== '') out.countryMethod = 'source';
    }
  };
}

/** The interned description of how the fields of one event came about. */
export type MethodNames = (enriched: Enriched, familyMethod: string) => EnrichmentMethods;

export function createMethodNames(snapshot: number | null): MethodNames {
  const made = new Map<string, EnrichmentMethods>();
  let last: EnrichmentMethods | undefined;
  let lastOf = ['', '', '', false] as [string, string, string, boolean];
  return ({ asnMethod, countryMethod, prefixLength }, familyMethod) => {
    const usesSnapshot = prefixLength >= 0;
    // Records of one body mostly come about in the same way as the one before.
    if (
      last !== undefined &&
      lastOf[0] === asnMethod &&
      lastOf[1] === countryMethod &&
      lastOf[2] === familyMethod &&
      lastOf[3] === usesSnapshot
    ) {
      return last;
    }
    lastOf = [asnMethod, countryMethod, familyMethod, usesSnapshot];
    const key = `${usesSnapshot ? snapshot : ''}|${asnMethod}|${countryMethod}|${familyMethod}`;
    let found = made.get(key);
    if (found === undefined) {
      const methods: Record<string, string> = {};
      if (asnMethod !== '') methods['asn'] = asnMethod;
      if (countryMethod !== '') methods['country'] = countryMethod;
      if (usesSnapshot) methods['prefix'] = 'snapshot';
      if (familyMethod !== '') methods['family'] = familyMethod;
      found = { key, snapshot: usesSnapshot ? snapshot : null, methods };
      made.set(key, found);
    }
    last = found;
    return found;
  };
}
