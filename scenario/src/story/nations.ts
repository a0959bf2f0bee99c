/** What a team is to its nation. */
export type TeamKind = 'national_csirt' | 'government_csirt' | 'other';

/** A nation as the story sees it. Everything else about it is in the registry already. */
export interface StoryNation {
  readonly code: string;
  /** Share of what happens in Europe, by its size. */
  readonly weight: number;
  /** Hours from UTC that its people live by. */
  readonly utcOffset: number;
  /** Its dedicated contact at the operator: an invented person, named after things that warn. */
  readonly contact: string;
  readonly teams: readonly TeamKind[];
}

type Line = [code: string, weight: number, utcOffset: number, contact: string, teams?: readonly TeamKind[]];

const one: readonly TeamKind[] = ['national_csirt'];
const two: readonly TeamKind[] = ['national_csirt', 'government_csirt'];
const three: readonly TeamKind[] = ['national_csirt', 'government_csirt', 'other'];

// prettier-ignore
const lines: readonly Line[] = [
  ['AT', 18, 1, 'Ada Lantern', two], ['BE', 20, 1, 'Basil Carillon'], ['BG', 16, 2, 'Cora Signal'], ['HR', 11, 1, 'Dario Beacon', two],
  ['CY', 4, 2, 'Elena Chime'], ['CZ', 20, 1, 'Felix Gong', two], ['DK', 13, 1, 'Greta Horn'], ['EE', 6, 2, 'Hugo Watch'],
  ['FI', 13, 2, 'Ilse Foghorn'], ['FR', 62, 1, 'Jules Cresset'], ['DE', 78, 1, 'Karla Tower'], ['GR', 19, 2, 'Leo Heliograph', two],
  ['HU', 18, 1, 'Mira Clapper'], ['IE', 12, 0, 'Niall Siren'], ['IT', 58, 1, 'Orsola Belfry'], ['LV', 6, 2, 'Paul Semaphore'],
  ['LT', 8, 2, 'Quinta Whistle'], ['LU', 4, 1, 'Remi Herald', two], ['MT', 3, 1, 'Sofia Bugle'], ['NL', 34, 1, 'Timo Rattle'],
  ['PL', 46, 1, 'Ursula Peal', three], ['PT', 19, 0, 'Vasco Torch'], ['RO', 28, 2, 'Wanda Flare'], ['SK', 11, 1, 'Xaver Knell', two],
  ['SI', 6, 1, 'Yara Pennant', two], ['ES', 50, 1, 'Zeno Clarion', three], ['SE', 19, 1, 'Astrid Drum'], ['AL', 7, 1, 'Bruno Sounder'],
  ['BA', 8, 1, 'Celia Trumpet', ['government_csirt']], ['GE', 8, 4, 'David Cairn'], ['MD', 8, 2, 'Edith Lookout', two], ['ME', 3, 1, 'Filip Warder'],
  ['MK', 5, 1, 'Gloria Tabor'], ['RS', 14, 1, 'Henrik Hammer', two], ['TR', 60, 3, 'Iris Crier'], ['UA', 42, 2, 'Jonas Vigil'],
  ['XK', 4, 1, 'Klara Guard'], ['IS', 3, 0, 'Lars Geyser'], ['LI', 1, 1, 'Marta Cymbal'], ['NO', 14, 1, 'Nils Bell'],
  ['CH', 20, 1, 'Olga Alphorn'], ['GB', 64, 0, 'Percy Lamp'], ['MC', 1, 1, 'Rosa Buoy'], ['VA', 0.4, 1, 'Silvio Vesper', []],
];

/** The 44 nations of the story. */
export const storyNations: readonly StoryNation[] = lines.map(([code, weight, utcOffset, contact, teams = one]) => ({
  code,
  weight,
  utcOffset,
  contact,
  teams,
}));

/** Nations that were asked and have not yet come; all others are enrolled. */
export const invitedNations: ReadonlySet<string> = new Set(['LI', 'MC', 'VA']);

/** A team whose access is suspended: its token was lost and has not been replaced. */
export const suspendedOrg = 'govcsirt-sk';

const handles: Readonly<Record<TeamKind, string>> = {
  national_csirt: 'csirt',
  government_csirt: 'govcsirt',
  other: 'defcsirt',
};

const titles: Readonly<Record<TeamKind, string>> = {
  national_csirt: 'National CSIRT',
  government_csirt: 'Government CSIRT',
  other: 'Defence CSIRT',
};

/** A team's handle. A nation's first team has `csirt-cc`, whatever its kind. */
export function teamHandle(nation: StoryNation, team: TeamKind): string {
  const prefix = team === nation.teams[0] ? handles.national_csirt : handles[team];
  return `${prefix}-${nation.code.toLowerCase()}`;
}

/** A team's name: `National CSIRT of Austria`. */
export const teamTitle = (team: TeamKind, nation: string): string => `${titles[team]} of ${nation}`;
