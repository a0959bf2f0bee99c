import { listOf, string, timestamp } from '../../kinds/basic.ts';
import { characterSet } from '../../kinds/formats.ts';
import { referenceTo } from '../../kinds/identifier.ts';
import { sco } from '../object-type.ts';

export const directory = sco('directory', '6.3', 'lyvpga5hlw52', {
  required: { path: string },
  optional: {
    path_enc: characterSet,
    ctime: timestamp,
    mtime: timestamp,
    atime: timestamp,
    contains_refs: listOf(referenceTo('6.3', 'file', 'directory')),
  },
  contributing: ['path'],
  naming: ['path'],
});
