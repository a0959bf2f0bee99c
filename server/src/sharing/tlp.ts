import { tlpLevels, type Tlp } from '@tocsin/api';

export type { Tlp };

/** The strictest of several markings; undefined when there is none. */
export function strictest(markings: readonly Tlp[]): Tlp | undefined {
  // tlpLevels begins with the strictest.
  return tlpLevels.find((level) => markings.includes(level));
}

/** The level that counts for something marked so: the strictest marking, else its source's default, else AMBER+STRICT. */
export function effectiveTlp(markings: readonly Tlp[], sourceDefault?: Tlp): Tlp {
  return strictest(markings) ?? sourceDefault ?? 'amber+strict';
}

/** Whether who reaches as far as a level (null: not even CLEAR) may see a part marked so; a marking without a level hides nothing. */
export function reaches(reach: Tlp | null, level: Tlp | undefined): boolean {
  return level === undefined || (reach !== null && tlpLevels.indexOf(level) >= tlpLevels.indexOf(reach));
}

/**
 * A TLP label as people and feeds write it: `TLP:AMBER+STRICT`, `tlp_green`, `White`. TLP 1 WHITE counts as CLEAR, the
 * others by name (https://www.first.org/tlp/). Undefined for anything else.
 */
export function parseTlp(label: string): Tlp | undefined {
  const name = label
    .trim()
    .toLowerCase()
    .replace(/^tlp[\s:_-]*/, '')
    .replace(/[\s_-]*\+?[\s_-]*strict$/, '+strict');
  if (name === 'white') return 'clear';
  return tlpLevels.find((level) => level === name);
}
