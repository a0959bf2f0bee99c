/**
 * The form in which families are named and looked up: lower case, single spaces. `Lumma  Stealer` and `lumma stealer` are
 * one name. Apply it to whatever a feed gives before looking it up among names and aliases.
 */
export function familyName(text: string): string {
  return text.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
}
