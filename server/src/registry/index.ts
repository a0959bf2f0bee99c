// The pure face of the registry; what touches the database is in store.ts.
export type * from './pipeline-registry.ts';
export { warninglistKinds } from './pipeline-registry.ts';
export { effectiveEntries, inForce } from './constituencies/effective.ts';
export { normaliseDomain, normaliseValue } from './constituencies/constituency.ts';
export { familyName } from './families/family-name.ts';
export { eligibleNations, teamName, type EligibleNation } from './nations/nations.ts';
