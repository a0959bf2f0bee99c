import { anyAddress, attributeTypes, ruleTypes } from './attribute-types.ts';

/** A type of attribute with the category that MISP takes for it. */
export interface MispType {
  readonly type: string;
  readonly category: string;
  /** Whether MISP blocks and alerts by it unless told. */
  readonly toIds: boolean;
}

/** Of several types for one property, those that MISP’s own converter writes. */
const preferred = ['ip-dst', 'domain', 'url', 'email', 'email-src', 'filename'];

/** What a property of an observable is in MISP, by its path in a pattern: attribute-types.ts the other way round. */
export const typeOfPath: ReadonlyMap<string, MispType> = new Map(
  [...attributeTypes]
    .filter(([, { paths }]) => paths.length === 1)
    .sort(([a], [b]) => Number(preferred.includes(a)) - Number(preferred.includes(b)))
    .flatMap(([type, { paths, category, toIds }]) =>
      paths.flatMap((path) => pathsOf(path).map((each): [string, MispType] => [each, { type, category, toIds }])),
    ),
);

/** A path as patterns print it: hashes without a hyphen stand unquoted. */
function pathsOf(path: string): string[] {
  if (path === anyAddress) return ['ipv4-addr:value', 'ipv6-addr:value', 'network-traffic:dst_ref.value'];
  return [path.replace(/\.'([A-Z0-9]+)'$/, '.$1')];
}

/** What a pattern is that is no STIX pattern, or one that no single values stand for. */
export const typeOfPattern: ReadonlyMap<string, MispType> = new Map(
  [...ruleTypes]
    .reverse()
    .map(([type, language]) => [
      language,
      { type, category: type === 'snort' ? 'Network activity' : 'Payload installation', toIds: true },
    ]),
);

export const vulnerabilityType: MispType = { type: 'vulnerability', category: 'External analysis', toIds: false };
export const textType: MispType = { type: 'text', category: 'Other', toIds: false };

/** Every type that this server writes: what describeTypes says. */
export function writtenTypes(): readonly MispType[] {
  const all = [...typeOfPath.values(), ...typeOfPattern.values(), vulnerabilityType, textType];
  return [...new Map(all.map((each) => [each.type, each])).values()].sort((a, b) => (a.type < b.type ? -1 : 1));
}
