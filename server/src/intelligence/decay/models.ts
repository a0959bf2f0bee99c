/** How long an indicator counts, and along which curve it loses that. */
export interface DecayModel {
  /** Days until nothing is left: tau of the model. */
  readonly lifetime: number;
  /** Delta of the model: 1 falls evenly, below that it holds on and then falls, above that it falls at once. */
  readonly speed: number;
}

/** A model, for what it is meant, and which observables it speaks of. */
export interface NamedModel extends DecayModel {
  readonly name: 'address' | 'url' | 'domain' | 'mail' | 'hash' | 'other';
}

/**
 * By what the pattern looks for. Addresses change hands within weeks, names and URLs within a season, files stay what they
 * are: the order of magnitude is that of Iklody et al., section 4, and of MISP's default models.
 */
const models: readonly (NamedModel & { readonly of: RegExp })[] = [
  { name: 'hash', of: /\bhashes\b/, lifetime: 365, speed: 0.3 },
  { name: 'url', of: /\burl:value\b/, lifetime: 60, speed: 0.8 },
  { name: 'domain', of: /\bdomain-name:value\b/, lifetime: 120, speed: 0.6 },
  { name: 'mail', of: /\bemail-(?:addr|message):/, lifetime: 120, speed: 0.8 },
  { name: 'address', of: /\b(?:ipv4-addr|ipv6-addr|network-traffic):/, lifetime: 30, speed: 1 },
];
const other: NamedModel = { name: 'other', lifetime: 180, speed: 0.6 };

/** The model for a pattern: of several kinds of values in it the one that lasts longest. */
export function modelFor(pattern: string): NamedModel {
  const found = models.find(({ of }) => of.test(pattern));
  if (found === undefined) return other;
  const { name, lifetime, speed } = found;
  return { name, lifetime, speed };
}
