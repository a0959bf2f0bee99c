import { t } from '../messages/index.ts';

/** A family's name, or that none was given. */
export function familyName(family: string | null): string {
  return family ?? t.words.noFamily;
}

/** What lists filter by to find a family; `none` is the API's word for events that name none. */
export function familyFilter(family: string | null): string {
  return family ?? 'none';
}

/** An RSIT type in words; types we have no words for as they come. */
export function className(type: string): string {
  return t.words.classes[type] ?? type;
}

/** "AS64500 Example Net", or that no network is known. */
export function providerName(asn: number | null, name: string | null): string {
  if (asn === null) return t.words.noNetwork;
  return name === null ? t.words.asNumber(asn) : name;
}
