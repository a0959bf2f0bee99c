// The pure face of intelligence; what touches the database is in store.ts.
export type { Entry, EntryFilters, EntryQuery, Page, Published, Tombstone, VersionFilter } from './objects/entry.ts';
export type { NewObject, ObjectOutcome, StoredObject } from './objects/outcome.ts';
export { instantOf, unversioned } from './objects/instant.ts';
export type { StoreRequest, WithdrawRequest } from './objects/writing/request.ts';
