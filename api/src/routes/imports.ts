import { Type } from 'typebox';
import {
  Credibility,
  Import,
  ImportConfirm,
  importFormats,
  ImportItemPage,
  ImportPage,
  ItemOutcome,
  Provenance,
  Reliability,
} from '../import.ts';
import { StixId } from '../object.ts';
import { table } from '../route.ts';

const read = { tag: 'imports', auth: 'org', scope: 'objects:read' } as const;
const write = { tag: 'imports', auth: 'org', scope: 'objects:write' } as const;
const Id = Type.Object({ id: Type.Integer() });

export const importRoutes = table({
  imports: {
    ...read,
    method: 'GET',
    path: '/api/imports',
    summary: 'What the caller’s org handed in or fetched, the newest first',
    query: Type.Object({
      before: Type.Optional(Type.Integer()),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    }),
    response: ImportPage,
  },
  createImport: {
    ...write,
    method: 'POST',
    path: '/api/imports',
    summary: 'Hand in STIX, MISP, CSV or text, plain, gzip or zstd: it is looked at, and nothing of it stored yet',
    query: Type.Object({
      format: Type.Enum([...importFormats]),
      name: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
      source: Type.Optional(Type.String({ maxLength: 200, description: 'who is behind it' })),
      reliability: Type.Optional(Reliability),
      credibility: Type.Optional(Credibility),
      mapping: Type.Optional(Type.String({ maxLength: 2000, description: 'CSV: which column is what, as JSON' })),
    }),
    consumes: [
      'application/json', 'application/stix+json', 'application/x-ndjson', 'text/csv', 'text/plain', 'application/octet-stream', 'application/gzip',
    ], // prettier-ignore
    response: Import,
    status: 201,
  },
  importOne: {
    ...read,
    method: 'GET',
    path: '/api/imports/:id',
    summary: 'One import',
    params: Id,
    response: Import,
  },
  importItems: {
    ...read,
    method: 'GET',
    path: '/api/imports/:id/items',
    summary: 'What is, or became, of each object of an import',
    params: Id,
    query: Type.Object({
      outcome: Type.Optional(ItemOutcome),
      after: Type.Optional(Type.Integer({ minimum: 0 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    }),
    response: ImportItemPage,
  },
  confirmImport: {
    ...write,
    method: 'POST',
    path: '/api/imports/:id/confirm',
    summary:
      'Store what is new of it as drafts, but for what is left out; asked again, it goes on where it was cut off',
    params: Id,
    body: ImportConfirm,
    // Positions of 100,000 objects.
    maxBodyBytes: 1024 * 1024,
    response: Import,
  },
  discardImport: {
    ...write,
    method: 'POST',
    path: '/api/imports/:id/discard',
    summary: 'Put an import that was only looked at away; its record stays',
    params: Id,
    response: Import,
  },
  undoImport: {
    ...write,
    method: 'POST',
    path: '/api/imports/:id/undo',
    summary: 'Take back what is still a draft of it',
    params: Id,
    response: Import,
  },
  correctImportItem: {
    ...write,
    method: 'POST',
    path: '/api/imports/:id/items/:position/correct',
    summary: 'Try what was refused again, corrected, as an import of its own',
    params: Type.Object({ id: Type.Integer(), position: Type.Integer({ minimum: 1 }) }),
    body: Type.Object({ text: Type.String({ minLength: 1, maxLength: 900_000 }) }, { additionalProperties: false }),
    response: Import,
    status: 201,
  },
  objectProvenance: {
    ...read,
    method: 'GET',
    path: '/api/objects/:id/provenance',
    summary:
      'Which imports the versions of an object of one’s own came from, and how far their sources are to be believed',
    params: Type.Object({ id: StixId }),
    response: Provenance,
  },
});
