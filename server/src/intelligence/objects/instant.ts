/**
 * The version of every object that has neither `modified` nor `created` (SCOs, STIX 2.1 section 3.2). TAXII 2.1 section
 * 3.4.1 leaves the value to the server and asks that it be consistent: this is the same in every list, for every reader.
 */
export const unversioned = '1970-01-01T00:00:00.000Z';

const timestamp = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?Z$/;

/**
 * A STIX timestamp in the form that sorts and compares as text, whatever its precision: `2026-01-01T12:00:00.5`. Two
 * spellings of one instant give one text. Undefined for what is no timestamp of STIX 2.1 section 2.16.
 */
export function instantOf(version: string): string | undefined {
  const parts = timestamp.exec(version);
  if (parts === null) return undefined;
  const fraction = (parts[2] ?? '').replace(/0+$/, '');
  return fraction === '' ? parts[1] : `${parts[1] ?? ''}.${fraction}`;
}
