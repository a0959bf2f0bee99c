// The face of auth for files that do IO.
export { credentialSource } from './credentials/store.ts';
export { mintToken } from './tokens/store.ts';
export { makeLink } from './invitations/store.ts';
export { countProgrammeAdministrators, findOperatorPerson } from './people/store.ts';
export { withMachines } from './machines/credentials/store.ts';
