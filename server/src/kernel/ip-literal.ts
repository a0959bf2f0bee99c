// The one pure function of node:net, for files that may not have the rest of it.
export { isIP } from 'node:net';
