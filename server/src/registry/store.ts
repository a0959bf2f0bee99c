// The face of the registry for files that do IO.
export { bumpRegistryVersion, loadPipelineRegistry, registryVersion } from './pipeline/store.ts';
