import { integer, listOf, string, timestamp } from '../../kinds/basic.ts';
import { hashes, hex } from '../../kinds/encoded.ts';
import { characterSet } from '../../kinds/formats.ts';
import { reference, referenceTo } from '../../kinds/identifier.ts';
import { atLeastOneOf } from '../../kinds/rules.ts';
import { sco } from '../object-type.ts';
import { archive, ntfs, pdf, rasterImage } from '../sco-extensions/file.ts';
import { windowsPeBinary } from '../sco-extensions/windows-pebinary.ts';
import { isCustom, isSco } from '../type-names.ts';

export const file = sco('file', '6.7', '99bl2dibcztv', {
  optional: {
    hashes,
    size: integer({ min: 0 }),
    name: string,
    name_enc: characterSet,
    magic_number_hex: hex,
    mime_type: string,
    ctime: timestamp,
    mtime: timestamp,
    atime: timestamp,
    parent_directory_ref: referenceTo('6.7', 'directory'),
    contains_refs: listOf(reference('reference to an observable', '6.7', (type) => isSco(type) || isCustom(type))),
    content_ref: referenceTo('6.7', 'artifact'),
  },
  rules: [atLeastOneOf('6.7', 'hashes', 'name')],
  extensions: {
    'archive-ext': archive,
    'ntfs-ext': ntfs,
    'pdf-ext': pdf,
    'raster-image-ext': rasterImage,
    'windows-pebinary-ext': windowsPeBinary,
  },
  contributing: ['hashes', 'name', 'extensions', 'parent_directory_ref'],
  naming: ['name', 'hashes'],
});
