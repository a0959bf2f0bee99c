/** Every kind of reader there is, and a second government for what two nations could learn of each other. */
export const viewers = [
  'operator',
  'gov-a',
  'gov-b',
  'police',
  'partner',
  'isp',
  'suspended',
  'invited',
  'anonymous',
] as const;
export type Viewer = (typeof viewers)[number];

/** The two nations: whatever one of them has, the other is held to. */
export const nations = ['gov-a', 'gov-b'] as const;
export type Nation = (typeof nations)[number];
export const otherOf = (nation: Nation): Nation => (nation === 'gov-a' ? 'gov-b' : 'gov-a');

/** Who is enrolled, and so has what is GREEN. */
export const enrolled: readonly Viewer[] = ['operator', 'gov-a', 'gov-b', 'police', 'partner', 'isp'];

/** As the registry has them: the provider lies in the first nation, those who are not members in the second. */
export const orgs: readonly { handle: Viewer; kind: string; nation?: string; prefix?: string }[] = [
  { handle: 'gov-a', kind: 'government', nation: 'PL', prefix: '192.0.2.0/24' },
  { handle: 'gov-b', kind: 'government', nation: 'CZ', prefix: '198.51.100.0/24' },
  { handle: 'police', kind: 'law_enforcement' },
  { handle: 'partner', kind: 'partner' },
  { handle: 'isp', kind: 'isp', nation: 'PL', prefix: '192.0.2.128/25' },
  { handle: 'suspended', kind: 'government', nation: 'CZ', prefix: '198.51.100.0/24' },
  { handle: 'invited', kind: 'government', nation: 'CZ', prefix: '198.51.100.0/24' },
];
