import type { paths } from '../../src/delivery/taxii/tree.ts';
import type { Sown } from './canaries.ts';
import type { Question } from './server.ts';
import { nations, type Viewer } from './viewers.ts';

/** Addresses below an org's root; whether everything that the org has is among what they show. */
interface TaxiiEntry {
  readonly shows: boolean;
  readonly paths: (sown: Sown) => readonly string[];
}

const collections = ['intelligence', 'events', 'inbox', 'withdrawals', 'shared-gov-a', 'shared-gov-b'];
const below = (suffix: string) => (): string[] => collections.map((name) => `collections/${name}/${suffix}`);
const ofObjects = (suffix: string) => (sown: Sown) =>
  sown.canaries.flatMap(({ sort, id }) =>
    sort === 'object' && id !== undefined ? [`collections/intelligence/objects/${id}/${suffix}`] : [],
  );

/** One line for each address of the tree. */
export const taxiiEntries: Record<keyof typeof paths, TaxiiEntry> = {
  discovery: { shows: false, paths: () => ['../'] },
  root: { shows: false, paths: () => [''] },
  status: { shows: false, paths: () => ['status/00000000-0000-4000-8000-000000000001/'] },
  collections: { shows: false, paths: () => ['collections/'] },
  collection: { shows: false, paths: below('') },
  manifest: { shows: true, paths: below('manifest/?limit=1000') },
  objects: { shows: true, paths: (sown) => [...below('objects/?limit=1000')(), ...matching(sown)] },
  object: { shows: true, paths: ofObjects('') },
  versions: { shows: false, paths: ofObjects('versions/') },
};

const matching = ({ canaries }: Sown): string[] => [
  `collections/intelligence/objects/?limit=1000&match[id]=${canaries.flatMap(({ id }) => id ?? []).join(',')}`,
];

/** These addresses below the viewer's own root, and below those of others. */
export function taxiiQuestions(viewer: Viewer, paths: readonly string[]): Question[] {
  const headers = { accept: 'application/taxii+json;version=2.1' };
  return [...new Set([viewer, ...nations])].flatMap((root) =>
    // Below the root of another one address is as good as many.
    (root === viewer ? paths : paths.slice(0, 6)).map((path) => ({
      path: path === '../' ? '/taxii2/' : `/taxii2/${root}/${path}`,
      headers,
    })),
  );
}
