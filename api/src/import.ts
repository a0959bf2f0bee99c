import { Type, type Static } from 'typebox';
import { Tlp } from './nation.ts';
import { ObjectResult } from './object.ts';

const NullableText = Type.Union([Type.String(), Type.Null()]);
const Count = Type.Integer({ minimum: 0 });

/** The Admiralty code (NATO AJP-2.1): A completely reliable to E unreliable, F cannot be judged. */
export const Reliability = Type.Enum(['A', 'B', 'C', 'D', 'E', 'F'], { description: 'of the source (Admiralty)' });
/** 1 confirmed to 5 improbable, 6 cannot be judged. */
export const Credibility = Type.Integer({ minimum: 1, maximum: 6, description: 'of the information (Admiralty)' });

export const importFormats = ['stix', 'misp', 'csv', 'text'] as const;
export const ItemOutcome = Type.Enum([
  ...(['new', 'stored', 'duplicate', 'conflict', 'revoked', 'invalid', 'skipped', 'corrected', 'undone'] as const),
]);
export type ItemOutcome = Static<typeof ItemOutcome>;

const Column = Type.Optional(Type.Integer({ minimum: 0, maximum: 255 }));
/** Which column of a CSV file is what, counted from 0. */
export const CsvMapping = Type.Object(
  {
    header: Type.Boolean({ description: 'the first row names the columns' }),
    columns: Type.Object(
      {
        value: Column, type: Column, name: Column, description: Column, tlp: Column, labels: Column, confidence: Column,
        valid_from: Column, valid_until: Column,
      }, // prettier-ignore
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
);
export type CsvMapping = Static<typeof CsvMapping>;

/** Something that was handed in: what it would bring, and once confirmed, what became of it. */
export const Import = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  format: Type.Enum([...importFormats]),
  state: Type.Enum(['preview', 'storing', 'done', 'discarded', 'undone']),
  source: NullableText,
  reliability: Type.Union([Reliability, Type.Null()]),
  credibility: Type.Union([Credibility, Type.Null()]),
  mapping: Type.Union([Type.Object({ mapping: CsvMapping, columns: Type.Array(Type.String()) }), Type.Null()]),
  counts: Type.Partial(
    Type.Object({
      new: Count, stored: Count, duplicate: Count, conflict: Count, revoked: Count, invalid: Count, skipped: Count, corrected: Count, undone: Count,
    }), // prettier-ignore
  ),
  markings: Type.Record(Type.String(), Count, { description: 'objects by TLP level; `none`: unmarked' }),
  warninglisted: Count,
  createdAt: Type.String(),
  createdBy: Type.String(),
  decidedAt: NullableText,
  decidedBy: NullableText,
});
export type Import = Static<typeof Import>;

export const ImportItem = Type.Object({
  position: Type.Integer({ minimum: 1 }),
  outcome: ItemOutcome,
  id: NullableText,
  version: NullableText,
  type: NullableText,
  name: NullableText,
  tlp: Type.Union([Tlp, Type.Null()]),
  problems: ObjectResult.properties.problems,
  warninglists: Type.Array(Type.String()),
  raw: Type.Union([Type.String(), Type.Null()], { description: 'what was refused, as it came' }),
  correctedBy: Type.Union([Type.Integer(), Type.Null()], { description: 'the import that has it corrected' }),
});
export type ImportItem = Static<typeof ImportItem>;

export const ImportPage = Type.Object({
  imports: Type.Array(Import),
  next: Type.Union([Type.Integer(), Type.Null()], { description: '`before` for the next page' }),
});
export const ImportItemPage = Type.Object({
  items: Type.Array(ImportItem),
  next: Type.Union([Type.Integer(), Type.Null()], { description: '`after` for the next page' }),
});

/** Which of the new objects are stored: all but those of these positions. */
export const ImportConfirm = Type.Object(
  { leaveOut: Type.Optional(Type.Array(Type.Integer({ minimum: 1 }), { maxItems: 100_000 })) },
  { additionalProperties: false },
);

export const Provenance = Type.Array(
  Type.Object({
    version: Type.String(),
    import: Type.Integer(),
    source: NullableText,
    reliability: Type.Union([Reliability, Type.Null()]),
    credibility: Type.Union([Credibility, Type.Null()]),
  }),
);
