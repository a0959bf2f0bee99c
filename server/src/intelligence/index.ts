// The pure face of intelligence; what touches the database is in store.ts.
export { instantOf } from '@tocsin/stix';
export { listedVersion, unversioned } from './objects/instant.ts';
export { pageSource, type Statement } from './objects/reading/statement.ts';
export type { Entry, EntryFilters, EntryQuery, Page, Published, Tombstone, VersionFilter } from './objects/entry.ts';
export type { NewObject, ObjectOutcome, StoredObject } from './objects/outcome.ts';
export type { StoreRequest, WithdrawRequest } from './objects/writing/request.ts';
export { mostPasted, readPasted } from './lookup/pasted.ts';
export { shownObjects } from './search/found.ts';
export { viewerOf } from './viewer.ts';
