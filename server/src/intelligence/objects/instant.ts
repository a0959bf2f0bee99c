import { versionOf, type JsonObject } from '@tocsin/stix';

/**
 * The version of every object that has neither `modified` nor `created` (SCOs, STIX 2.1 section 3.2). TAXII 2.1 section
 * 3.4.1 leaves the value to the server and asks that it be consistent: this is the same in every list, for every reader.
 */
export const unversioned = '1970-01-01T00:00:00.000Z';

/** The version of an object as lists name it, and the form of it that sorts and compares as text. */
export function listedVersion(object: JsonObject): { readonly version: string; readonly instant: string } {
  const { text, instant } = versionOf(object);
  return { version: text ?? unversioned, instant: instant ?? '1970-01-01T00:00:00' };
}
