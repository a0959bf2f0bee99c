// The pure face of the registry; what touches the database is in store.ts.
export type * from './pipeline-registry.ts';
export { warninglistKinds } from './pipeline-registry.ts';
export { effectiveEntries, inForce, type LayeredEntry } from './constituencies/effective.ts';
