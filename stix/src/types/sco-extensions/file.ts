import { boolean, integer, listOf, string } from '../../kinds/basic.ts';
import { hashes } from '../../kinds/encoded.ts';
import { referenceTo } from '../../kinds/identifier.ts';
import { record } from '../../kinds/record.ts';
import { atLeastOneOf } from '../../kinds/rules.ts';
import { anyOf, dictionary, dictionaryOf } from '../../kinds/structures.ts';

export const archive = record('archive-ext', '6.7.2', {
  required: { contains_refs: listOf(referenceTo('6.7.2', 'file', 'directory')) },
  optional: { comment: string },
});

const alternateStream = record('alternate-data-stream', '6.7.3', {
  required: { name: string },
  optional: { hashes, size: integer({ min: 0 }) },
});

export const ntfs = record('ntfs-ext', '6.7.3', {
  optional: { sid: string, alternate_data_streams: listOf(alternateStream) },
  rules: [atLeastOneOf('6.7.3', 'sid', 'alternate_data_streams')],
});

const pdfProperties = {
  version: string,
  is_optimized: boolean,
  document_info_dict: dictionary,
  pdfid0: string,
  pdfid1: string,
};

export const pdf = record('pdf-ext', '6.7.4', {
  optional: pdfProperties,
  rules: [atLeastOneOf('6.7.4', ...Object.keys(pdfProperties))],
});

const rasterProperties = {
  image_height: integer(),
  image_width: integer(),
  bits_per_pixel: integer(),
  exif_tags: dictionaryOf(anyOf('6.7.5', integer(), string)),
};

export const rasterImage = record('raster-image-ext', '6.7.5', {
  optional: rasterProperties,
  rules: [atLeastOneOf('6.7.5', ...Object.keys(rasterProperties))],
});
