import { fileURLToPath } from 'node:url';
import path from 'node:path';

/** The repository. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Everything that the bootstrap makes besides node_modules and console/dist; never committed, safe to delete. */
export const tools = path.join(root, '.tools');

/** @param {string[]} parts */
export const inRoot = (...parts) => path.join(root, ...parts);

/** @param {string[]} parts */
export const inTools = (...parts) => path.join(tools, ...parts);
