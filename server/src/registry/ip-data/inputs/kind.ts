import type { InputMethods } from '../compile.ts';
import { caidaPfx2asReader } from './caida-pfx2as.ts';
import { countryPrefixReader } from './country-prefix.ts';
import { iptoasnReader } from './iptoasn.ts';
import { csvHeader, operatorCsvReader } from './operator-csv.ts';
import { pyasnReader } from './pyasn.ts';
import type { LineReader } from './record.ts';
import { rirDelegatedReader } from './rir-delegated.ts';

interface KindEntry extends InputMethods {
  /** Makes a reader for one file; absent where the format has no lines. */
  readonly reader?: () => LineReader;
  /** Whether the first record of a file is of this kind. */
  readonly looksLike: (line: string) => boolean;
}

const ADDRESS = '[0-9a-fA-F.:]+';
const REGISTRIES = /^([0-9](\.[0-9])?\|)?(afrinic|apnic|arin|iana|lacnic|ripencc|ripe)\|/;

/** The kinds of input, and what each of them has a say in. */
export const INPUT_KINDS = {
  'rir-delegated': {
    asn: null,
    country: 'rir-delegated',
    reader: rirDelegatedReader,
    looksLike: (line) => REGISTRIES.test(line),
  },
  iptoasn: {
    asn: 'prefix-to-as',
    country: 'as-registration',
    reader: iptoasnReader,
    looksLike: (line) => new RegExp(`^${ADDRESS}\t${ADDRESS}\t[0-9]+\t[A-Za-z]*`).test(line),
  },
  'caida-pfx2as': {
    asn: 'prefix-to-as',
    country: null,
    reader: caidaPfx2asReader,
    looksLike: (line) => new RegExp(`^${ADDRESS}\t[0-9]{1,3}\t[{]?[0-9][0-9_,{}]*$`).test(line),
  },
  pyasn: {
    asn: 'prefix-to-as',
    country: null,
    reader: pyasnReader,
    looksLike: (line) => new RegExp(`^${ADDRESS}/[0-9]+\t[0-9]+$`).test(line),
  },
  'country-prefix': {
    asn: null,
    country: 'country-prefix',
    reader: countryPrefixReader,
    looksLike: (line) => new RegExp(`^${ADDRESS}/[0-9]+\t[A-Za-z]{2}$`).test(line),
  },
  'operator-csv': {
    asn: 'operator-csv',
    country: 'operator-csv',
    reader: operatorCsvReader,
    looksLike: (line) => csvHeader(line) !== undefined,
  },
  'operator-mmdb': { asn: 'operator-mmdb', country: 'operator-mmdb', looksLike: () => false }, // known by its end
} as const satisfies Record<string, KindEntry>;

export type InputKind = keyof typeof INPUT_KINDS;

/** Lines that are no records in any of the formats. */
export function isComment(line: string): boolean {
  return line === '' || line.startsWith('#') || line.startsWith(';') || line.trim() === '';
}

/** The kind of a text input by its first lines, or undefined. The first line may be broken, so several are tried. */
export function guessKind(lines: readonly string[]): InputKind | undefined {
  for (const line of lines) {
    if (isComment(line)) continue;
    for (const [kind, { looksLike }] of Object.entries(INPUT_KINDS)) if (looksLike(line)) return kind as InputKind;
  }
  return undefined;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function day(year: string | undefined, month: string | undefined, date: string | undefined): string | null {
  if (year === undefined || month === undefined || date === undefined) return null;
  const text = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`;
  return Number.isNaN(Date.parse(text)) ? null : text;
}

/** The day (YYYY-MM-DD) that an input stands for: by its own header, else by its file name, else null. */
export function inputDate(fileName: string, lines: readonly string[]): string | null {
  for (const line of lines.slice(0, 20)) {
    const version = /^[0-9](?:\.[0-9])?\|[a-z]+\|[^|]*\|[^|]*\|[^|]*\|([0-9]{4})([0-9]{2})([0-9]{2})/.exec(line); // RIR
    if (version !== null) return day(version[1], version[2], version[3]);
    const converted = /^;\s*Converted on\s*:\s*\w{3} (\w{3})\s+([0-9]{1,2}) [0-9:]+ ([0-9]{4})/.exec(line); // pyasn
    if (converted !== null) return day(converted[3], String(MONTHS.indexOf(converted[1] ?? '') + 1), converted[2]);
  }
  const named = /(?<![0-9])(20[0-9]{2})-?([01][0-9])-?([0-3][0-9])(?![0-9])/.exec(fileName);
  return named === null ? null : day(named[1], named[2], named[3]);
}
