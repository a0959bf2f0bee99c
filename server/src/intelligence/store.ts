// The face of intelligence for files that do IO.
export { readEntries, readObjectChanges, readTombstones } from './objects/reading/store.ts';
