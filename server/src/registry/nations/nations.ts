/** What makes a nation eligible. */
export type Basis = 'eu' | 'accession' | 'efta' | 'uk' | 'monaco' | 'vatican';

/** What a team is to its nation. */
export type TeamKind = 'national_csirt' | 'government_csirt' | 'other';

/** A nation as a new programme begins with it. Everything can be edited afterwards. */
export interface EligibleNation {
  /** ISO 3166-1 alpha-2; XK is the user-assigned code in common use for Kosovo. */
  readonly code: string;
  readonly name: string;
  readonly basis: Basis;
  /** Official languages: ISO 639-1, or 639-3 where there is no shorter code. */
  readonly languages: readonly string[];
  /** IANA time zone of the capital. */
  readonly timeZone: string;
  /** Country-code top-level domains (IANA root zone database), internationalised ones as A-labels. */
  readonly domains: readonly string[];
  /** Public CSIRT teams of national reach: several, one or none. A `national_csirt` also serves the government where it stands alone. */
  readonly teams: readonly TeamKind[];
}

const one: readonly TeamKind[] = ['national_csirt'];
const withGovernment: readonly TeamKind[] = ['national_csirt', 'government_csirt'];
/** National, government and defence teams, each with a constituency of its own by law. */
const three: readonly TeamKind[] = ['national_csirt', 'government_csirt', 'other'];

type Line = [
  code: string,
  name: string,
  languages: string,
  timeZone: string,
  domains: string,
  teams?: readonly TeamKind[],
];

function nationsOf(basis: Basis, ...lines: Line[]): EligibleNation[] {
  const words = (text: string): string[] => text.split(' ').filter((word) => word !== '');
  return lines.map(([code, name, languages, timeZone, domains, teams = one]) => ({
    code,
    name,
    basis,
    languages: words(languages),
    timeZone,
    domains: words(domains),
    teams,
  }));
}

/**
 * The 44 nations that the programme is open to: the European Union, the countries in accession to it (and Kosovo), EFTA,
 * the United Kingdom, Monaco and the Vatican. The domains .eu, .xn--qxa6a and .xn--e1a4c are the Union's and no nation's.
 */
// prettier-ignore
export const eligibleNations: readonly EligibleNation[] = [
  ...nationsOf('eu',
    ['AT', 'Austria', 'de', 'Europe/Vienna', 'at', withGovernment],
    ['BE', 'Belgium', 'nl fr de', 'Europe/Brussels', 'be'],
    ['BG', 'Bulgaria', 'bg', 'Europe/Sofia', 'bg xn--90ae'],
    ['CY', 'Cyprus', 'el tr', 'Asia/Nicosia', 'cy'],
    ['CZ', 'Czechia', 'cs', 'Europe/Prague', 'cz', withGovernment],
    ['DE', 'Germany', 'de', 'Europe/Berlin', 'de'],
    ['DK', 'Denmark', 'da', 'Europe/Copenhagen', 'dk'],
    ['EE', 'Estonia', 'et', 'Europe/Tallinn', 'ee'],
    ['ES', 'Spain', 'es', 'Europe/Madrid', 'es', three],
    ['FI', 'Finland', 'fi sv', 'Europe/Helsinki', 'fi'],
    ['FR', 'France', 'fr', 'Europe/Paris', 'fr'],
    ['GR', 'Greece', 'el', 'Europe/Athens', 'gr xn--qxam', withGovernment],
    ['HR', 'Croatia', 'hr', 'Europe/Zagreb', 'hr', withGovernment],
    ['HU', 'Hungary', 'hu', 'Europe/Budapest', 'hu'],
    ['IE', 'Ireland', 'ga en', 'Europe/Dublin', 'ie'],
    ['IT', 'Italy', 'it', 'Europe/Rome', 'it'],
    ['LT', 'Lithuania', 'lt', 'Europe/Vilnius', 'lt'],
    ['LU', 'Luxembourg', 'lb fr de', 'Europe/Luxembourg', 'lu', withGovernment],
    ['LV', 'Latvia', 'lv', 'Europe/Riga', 'lv'],
    ['MT', 'Malta', 'mt en', 'Europe/Malta', 'mt'],
    ['NL', 'Netherlands', 'nl', 'Europe/Amsterdam', 'nl'],
    ['PL', 'Poland', 'pl', 'Europe/Warsaw', 'pl', three],
    ['PT', 'Portugal', 'pt', 'Europe/Lisbon', 'pt'],
    ['RO', 'Romania', 'ro', 'Europe/Bucharest', 'ro'],
    ['SE', 'Sweden', 'sv', 'Europe/Stockholm', 'se'],
    ['SI', 'Slovenia', 'sl', 'Europe/Ljubljana', 'si', withGovernment],
    ['SK', 'Slovakia', 'sk', 'Europe/Bratislava', 'sk', withGovernment],
  ),
  ...nationsOf('accession',
    ['AL', 'Albania', 'sq', 'Europe/Tirane', 'al'],
    ['BA', 'Bosnia and Herzegovina', 'bs hr sr', 'Europe/Sarajevo', 'ba', ['government_csirt']],
    ['GE', 'Georgia', 'ka', 'Asia/Tbilisi', 'ge xn--node'],
    ['MD', 'Moldova', 'ro', 'Europe/Chisinau', 'md', withGovernment],
    ['ME', 'Montenegro', 'cnr sr bs sq hr', 'Europe/Podgorica', 'me'],
    ['MK', 'North Macedonia', 'mk sq', 'Europe/Skopje', 'mk xn--d1alf'],
    ['RS', 'Serbia', 'sr', 'Europe/Belgrade', 'rs xn--90a3ac', withGovernment],
    ['TR', 'Türkiye', 'tr', 'Europe/Istanbul', 'tr'],
    ['UA', 'Ukraine', 'uk', 'Europe/Kyiv', 'ua xn--j1amh'],
    ['XK', 'Kosovo', 'sq sr', 'Europe/Belgrade', ''],
  ),
  ...nationsOf('efta',
    ['CH', 'Switzerland', 'de fr it rm', 'Europe/Zurich', 'ch'],
    ['IS', 'Iceland', 'is', 'Atlantic/Reykjavik', 'is'],
    ['LI', 'Liechtenstein', 'de', 'Europe/Vaduz', 'li'],
    ['NO', 'Norway', 'nb nn', 'Europe/Oslo', 'no'],
  ),
  ...nationsOf('uk', ['GB', 'United Kingdom', 'en', 'Europe/London', 'uk']),
  ...nationsOf('monaco', ['MC', 'Monaco', 'fr', 'Europe/Monaco', 'mc']),
  ...nationsOf('vatican', ['VA', 'Vatican City', 'it la', 'Europe/Vatican', 'va', []]),
];

const titles: Readonly<Record<TeamKind, string>> = {
  national_csirt: 'National CSIRT',
  government_csirt: 'Government CSIRT',
  other: 'Defence CSIRT',
};

/** A neutral name for a team: `National CSIRT of Austria`. */
export function teamName(nation: Pick<EligibleNation, 'name'>, team: TeamKind): string {
  return `${titles[team]} of ${nation.name}`;
}
