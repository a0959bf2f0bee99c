// The face of intelligence for files that do IO.
export { knownValues } from './lookup/store.ts';
export { readEntries, readObjectChanges, readTombstones } from './objects/reading/store.ts';
export { listNotices } from './objects/notices/store.ts';
export { storeObjects } from './objects/writing/store.ts';
export { releaseObjects, withdrawObjects, type ReleaseRequest } from './releases/store.ts';
export { readWarned } from './warninglists/store.ts';
