import type { Cleared } from '#sharing/index.ts';
import type { Entry } from '#intelligence/index.ts';

/** What a page lists: the objects, their manifest records (section 5.3.1), or the versions of one of them. */
export type PageKind = 'objects' | 'manifest' | 'versions';

/** An item of a page as SQL makes it from a row `p` of entries, so that nothing is parsed and printed on its way. */
export const itemSql: Readonly<Record<PageKind, string>> = {
  objects: 'p.body',
  manifest: `'{"id":' || to_json(p.id)::text || ',"date_added":"' || p."dateAdded" || '","version":' || to_json(p.version)::text
    || ',"media_type":"application/stix+json;version=' || p."specVersion" || '"}'`,
  versions: 'to_json(p.version)::text',
};

/** The same item from an entry. */
export function itemText({ id, body, dateAdded, version, specVersion }: Cleared<Entry>, kind: PageKind): string {
  if (kind === 'objects') return body;
  if (kind === 'versions') return JSON.stringify(version);
  return JSON.stringify({
    id,
    date_added: dateAdded,
    version,
    media_type: `application/stix+json;version=${specVersion}`,
  });
}
