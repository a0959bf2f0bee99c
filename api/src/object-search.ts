import { Type, type Static } from 'typebox';
import { ObjectItem } from './object.ts';

const several = (what: string) =>
  Type.Optional(
    Type.String({ maxLength: 4000, description: `${what}; any of several, with commas or line breaks between` }),
  );

/** What to look for among the objects that the caller may have. All that is given must hold. */
export const ObjectSearch = Type.Object({
  q: Type.Optional(
    Type.String({
      maxLength: 2000,
      description:
        'words of names, aliases, descriptions, patterns; values, defanged or not; STIX ids. `word*` begins so, `*.example.org` is below it, `-word` is not there',
    }),
  ),
  type: several('STIX type'),
  tlp: several('TLP that marks the object; `none`: its release says it'),
  state: Type.Optional(Type.Enum(['released', 'draft'])),
  owner: Type.Optional(Type.Enum(['ours', 'others'])),
  creator: several('UUID of the identity that created it'),
  label: several('label, or a word of `indicator_types`, `malware_types` …'),
  tag: several('tag of the caller’s org'),
  verdict: several('verdict of the caller’s org'),
  nation: several('ISO code of a nation where what it names lies'),
  technique: several('ATT&CK technique that it names: `T1059.001`'),
  actor: several('name or alias of an actor or campaign'),
  from: Type.Optional(Type.String({ format: 'date-time', description: 'modified, or created, since then' })),
  to: Type.Optional(Type.String({ format: 'date-time', description: 'and before then' })),
  score: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 100, description: 'indicators whose score now is at least this' }),
  ),
  sort: Type.Optional(
    Type.Enum(['newest', 'relevance', 'score'], {
      description: 'newest unless told; what was stored last comes first',
    }),
  ),
  cursor: Type.Optional(Type.String({ maxLength: 100 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
});
export type ObjectSearch = Static<typeof ObjectSearch>;

const Score = Type.Union([Type.Integer({ minimum: 0, maximum: 100 }), Type.Null()]);

/** An object that was found. */
export const FoundObject = Type.Object({
  ...ObjectItem.properties,
  score: Score,
  analystScore: Type.Union([Type.Integer(), Type.Null()], { description: 'what the caller’s org itself gives it' }),
  verdict: Type.Union([Type.String(), Type.Null()], { description: 'of the caller’s org' }),
  tags: Type.Array(Type.String(), { description: 'of the caller’s org' }),
  warninglists: Type.Array(Type.String(), { description: 'warninglists that name one of its values' }),
  modified: Type.Union([Type.String(), Type.Null()]),
});
export type FoundObject = Static<typeof FoundObject>;

export const ObjectHits = Type.Object({
  objects: Type.Array(FoundObject),
  next: Type.Union([Type.String(), Type.Null()], { description: '`cursor` for the next page' }),
  total: Type.Union([Type.Integer(), Type.Null()], { description: 'on the first page' }),
  totalIs: Type.Enum(['exact', 'at_least']),
  facets: Type.Record(
    Type.String(),
    Type.Array(Type.Object({ value: Type.String(), label: Type.String(), count: Type.Integer() })),
    { description: 'on the first page: counts within the total, each without its own filter' },
  ),
});
export type ObjectHits = Static<typeof ObjectHits>;

/** What is known of one value. */
export const LookedUp = Type.Object({
  given: Type.String(),
  value: Type.String({ description: 'in canonical form' }),
  objects: Type.Array(
    Type.Object({
      ...FoundObject.properties,
      exact: Type.Boolean({
        description: 'false: the object names something of which it is a part, such as a URL on this host',
      }),
    }),
    { description: 'at most three, the newest first' },
  ),
  total: Type.Integer({ description: 'how many objects, up to 1,000' }),
  seen: Type.Union([
    Type.Object({
      hosts: Type.Integer(),
      episodes: Type.Integer(),
      open: Type.Integer({ description: 'episodes that go on' }),
      events: Type.Integer(),
      lastSeen: Type.String(),
    }),
    Type.Null(),
  ]),
  warninglists: Type.Array(Type.String()),
});
export type LookedUp = Static<typeof LookedUp>;

export const Lookup = Type.Object(
  {
    text: Type.String({
      minLength: 1,
      maxLength: 4_000_000,
      description: 'values in any defanging, one or many a line; at most 10,000',
    }),
  },
  { additionalProperties: false },
);
export const LookupResult = Type.Object({ values: Type.Array(LookedUp) });
export type LookupResult = Static<typeof LookupResult>;
