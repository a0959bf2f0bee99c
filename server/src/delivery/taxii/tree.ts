import { taxiiPrefix } from './refusal-form.ts';
import { taxiiType } from './media-type.ts';

/** Octets of the largest body that is taken (section 4.2.1): above it 413, below it never. */
export const maxContentLength = 10 * 1024 * 1024;

/** Addresses of the tree. Each is served with its last slash, as the standard writes it, and without. */
export const paths = {
  discovery: taxiiPrefix,
  root: `${taxiiPrefix}:root/`,
  status: `${taxiiPrefix}:root/status/:status/`,
  collections: `${taxiiPrefix}:root/collections/`,
  collection: `${taxiiPrefix}:root/collections/:collection/`,
  manifest: `${taxiiPrefix}:root/collections/:collection/manifest/`,
  objects: `${taxiiPrefix}:root/collections/:collection/objects/`,
  object: `${taxiiPrefix}:root/collections/:collection/objects/:object/`,
  versions: `${taxiiPrefix}:root/collections/:collection/objects/:object/versions/`,
} as const;

/** The discovery resource (section 4.1.1), with the one root that the caller has. */
export function discoveryResource(orgHandle: string): object {
  const root = `${taxiiPrefix}${orgHandle}/`;
  return {
    title: 'Tocsin',
    description: 'Threat intelligence of a government security programme, as far as it is shared with you.',
    default: root,
    api_roots: [root],
  };
}

/** The API root resource (section 4.2.1). */
export function rootResource(orgHandle: string): object {
  return {
    title: `Tocsin, ${orgHandle}`,
    description: 'What is shared with this organisation, and what it hands in.',
    versions: [taxiiType],
    max_content_length: maxContentLength,
  };
}
