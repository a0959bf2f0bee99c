import type { Tx } from '#kernel/db.ts';
import { seedFamilies } from './families/store.ts';
import { seedNations } from './nations/store.ts';

// The face of the registry for files that do IO.
export { dedicatedContact } from './contacts/store.ts';
export { ensureDrillSnapshot, loadActive, refreshHolder } from './ip-data/store.ts';
export {
  bumpRegistryVersion,
  loadPipelineRegistry,
  registryChanged,
  registryVersion,
  settledRegistryVersion,
} from './pipeline/store.ts';
export { seedFamilies, seedNations };

/** Adds what every programme begins with and lacks: the nations, and the names of malware families. Edits stay. */
export async function seedRegistry(tx: Tx, now: Date): Promise<void> {
  await seedNations(tx, now);
  await seedFamilies(tx, now);
}
