import { Type, type Static } from 'typebox';

/** TLP 2.0 labels, strictest first. */
export const tlpLevels = ['red', 'amber+strict', 'amber', 'green', 'clear'] as const;
export const Tlp = Type.Enum(tlpLevels);
export type Tlp = (typeof tlpLevels)[number];

export const Enrolment = Type.Union([Type.Literal('invited'), Type.Literal('enrolled'), Type.Literal('suspended')]);
export type Enrolment = Static<typeof Enrolment>;

export const Basis = Type.Enum(['eu', 'accession', 'efta', 'uk', 'monaco', 'vatican']);

/** One of the eligible states. `domains` are its country-code top-level domains, internationalised ones as A-labels. */
export const Nation = Type.Object({
  code: Type.String({ pattern: '^[A-Z]{2}$' }),
  name: Type.String({ minLength: 1, maxLength: 100 }),
  basis: Basis,
  enrolment: Enrolment,
  languages: Type.Array(Type.String()),
  timeZone: Type.String(),
  domains: Type.Array(Type.String()),
  teams: Type.Array(Type.Object({ handle: Type.String(), name: Type.String(), enrolment: Enrolment })),
  updatedAt: Type.String({ format: 'date-time' }),
});
export type Nation = Static<typeof Nation>;

export const NationChange = Type.Partial(
  Type.Object({
    name: Type.String({ minLength: 1, maxLength: 100 }),
    enrolment: Enrolment,
    languages: Type.Array(Type.String({ pattern: '^[a-z]{2,3}$' })),
    timeZone: Type.String({ minLength: 1, maxLength: 64 }),
    domains: Type.Array(Type.String({ pattern: '^[a-z0-9-]+$' })),
  }),
  { additionalProperties: false },
);
export type NationChange = Static<typeof NationChange>;
