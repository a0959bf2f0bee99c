// Codes that inputs use for the same country. ISO 3166-1 reserves UK and EL; the European Union writes them.
const SYNONYMS: Readonly<Record<string, string>> = { UK: 'GB', EL: 'GR' };
// No single country: unknown, the EU and Asia-Pacific blocks of the registries, anonymising and satellite networks.
const NOWHERE: ReadonlySet<string> = new Set(['', 'ZZ', 'EU', 'AP', 'A1', 'A2', '-', 'NONE']);

/**
 * The ISO 3166-1 alpha-2 code that an input means (XK for Kosovo); '' where it names no single country; undefined
 * where the text is no country code.
 */
export function readCountry(text: string): string | undefined {
  const code = text.trim().toUpperCase();
  if (NOWHERE.has(code)) return '';
  return /^[A-Z]{2}$/.test(code) ? (SYNONYMS[code] ?? code) : undefined;
}

/** Two letters as a number from 1 to 676; 0 for ''. */
export function packCountry(code: string): number {
  return code === '' ? 0 : (code.charCodeAt(0) - 65) * 26 + (code.charCodeAt(1) - 65) + 1;
}

/** Greatest number that packCountry returns. */
export const MOST_COUNTRIES = 676;

/** All codes by their packed number. */
export const COUNTRY_BY_NUMBER: readonly string[] = Array.from({ length: MOST_COUNTRIES + 1 }, (_, packed) =>
  packed === 0 ? '' : String.fromCharCode(65 + Math.floor((packed - 1) / 26), 65 + ((packed - 1) % 26)),
);
