import { parseIp } from '#registry/ip-data/index.ts';
import type { SharingBook } from '#sharing/store.ts';
import type { CountryOf } from './facts.ts';

/** Where values lie, by the IP data in use and the country-code domains of nations. */
export function countriesBy({ locate, tables }: Pick<SharingBook, 'locate' | 'tables'>): CountryOf {
  return (value) => {
    const address = parseIp(value.replace(/\/\d+$/, ''));
    if (address !== undefined) return locate?.(address)?.country || undefined;
    // A name, and nothing that merely has a dot: hashes, paths and URLs (whose host is a value of its own) are none.
    return /^[^\s/:@\\]+\.[^\s/:@\\.]+$/.test(value)
      ? tables.nationOfDomain.get(value.slice(value.lastIndexOf('.') + 1))
      : undefined;
  };
}
