import { inNetworks } from '#kernel/http/edge.ts';

/** What stands where something was taken out. */
export const hidden = '(hidden)';

/** What a source does not want to be known by. */
export interface Hiding {
  /** Names and addresses as text; a value that contains one is hidden. */
  readonly texts: readonly string[];
  /** The sensor's own networks. */
  readonly networks: readonly string[];
}

/** An address within a longer text. */
const addressLike = /(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.]*:[0-9a-f.]*)(?![\w:])/gi;

/**
 * What a source said under its own names, without what would give the source away. Sources repeat their sensors' names
 * and addresses under many names, so that values are looked at and not keys.
 */
export function hideGiven(given: unknown, { texts, networks }: Hiding): unknown {
  const needles = texts.filter((text) => text !== '').map((text) => text.toLowerCase());
  if (needles.length === 0 && networks.length === 0) return given;
  const own = inNetworks(networks);

  const telling = (text: string): boolean => {
    const lower = text.toLowerCase();
    if (needles.some((needle) => lower.includes(needle))) return true;
    return networks.length > 0 && (text.match(addressLike)?.some((address) => own(address)) ?? false);
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
