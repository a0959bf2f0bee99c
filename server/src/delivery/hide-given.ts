/** What stands where something was taken out. */
export const hidden = '(hidden)';

/** What a source does not want to be known by. */
export interface Hiding {
  /** Its names; a text that holds one as a word is hidden. */
  readonly names: readonly string[];
  /** Whether an address would give it away; absent: none does. */
  readonly isOwn?: (address: string) => boolean;
}

const v4 = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?!\.?\d)/g;
const v6 = /(?<![0-9a-z:])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}/gi;

/**
 * What a source said under its own names, without what would give the source away. Sources repeat their sensors' names
 * and addresses under many names, so that all texts are looked at, keys included.
 */
export function hideGiven(given: unknown, { names, isOwn }: Hiding): unknown {
  const words = names.filter((name) => name !== '').map((name) => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  if (words.length === 0 && isOwn === undefined) return given;
  const named = words.length === 0 ? undefined : new RegExp(`(?<![a-z0-9])(?:${words.join('|')})(?![a-z0-9])`, 'i');

  const telling = (text: string): boolean => {
    if (named?.test(text) === true) return true;
    return isOwn !== undefined && [...(text.match(v4) ?? []), ...(text.match(v6) ?? [])].some(isOwn);
  };
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return telling(value) ? hidden : value;
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => [telling(key) ? hidden : key, walk(member)]),
    );
  };
  return walk(given);
}
