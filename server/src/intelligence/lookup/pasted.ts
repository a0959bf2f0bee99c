import { canonicalValue } from '../search/canonical.ts';

/** A value as it was pasted, and in the form in which it is looked up. */
export interface PastedValue {
  readonly given: string;
  readonly value: string;
}

/** Most values of one question. */
export const mostPasted = 10_000;
/** Shorter ones are words, not indicators. */
const shortest = 3;

/**
 * The values of a pasted text, in any defanging, one or many a line, each once, in their order. They end at blanks, quotes,
 * brackets of sentences, commas and semicolons; a full stop behind one is the sentence's.
 */
export function readPasted(text: string): readonly PastedValue[] {
  const found = new Map<string, PastedValue>();
  for (const [word] of text.matchAll(/[^\s;,"'<>|`]+/g)) {
    const given = word.replace(/^[(*\u2022-]+(?=[^.])/, '').replace(/[.!?:]+$/, '');
    const closed = given.endsWith(')') && given.split(')').length > given.split('(').length;
    const bare = closed ? given.slice(0, -1) : given;
    const value = canonicalValue(bare);
    if (value.length >= shortest && /[\p{L}\p{N}]/u.test(value) && !found.has(value))
      found.set(value, { given: bare.slice(0, 2000), value });
  }
  return [...found.values()];
}
