import { Type, type Static } from 'typebox';
import { StixId } from './object.ts';

/** What an export may be written as. */
export const exportFormats = ['stix', 'misp', 'csv', 'ndjson', 'pdf'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Most objects of one export: those that are one document are held as a whole while they are written. */
export const mostExported: Readonly<Record<ExportFormat, number>> = {
  stix: 100_000,
  ndjson: 100_000,
  csv: 100_000,
  misp: 10_000,
  pdf: 1_000,
};

export const ExportInput = Type.Object(
  {
    format: Type.Enum(exportFormats),
    ids: Type.Optional(
      Type.Array(StixId, {
        minItems: 1,
        maxItems: 10_000,
        description: 'these objects; absent: all that the rest allows',
      }),
    ),
    types: Type.Optional(
      Type.Array(Type.String({ pattern: '^[a-z][a-z0-9-]{2,249}$' }), { minItems: 1, maxItems: 100 }),
    ),
    around: Type.Optional(StixId),
  },
  { additionalProperties: false },
);
export type ExportInput = Static<typeof ExportInput>;
