import type { Cleared } from '#sharing/index.ts';
import type { Entry } from '#intelligence/index.ts';

/** What a page lists: the objects, their manifest records (section 5.3.1), or the versions of one of them. */
export type PageKind = 'objects' | 'manifest' | 'versions';

/** A timestamptz as TAXII writes it: with exactly six digits (section 3.2). */
export const stamp = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** An item of a page as SQL makes it of a version `v` in an entry `e`, so that nothing is parsed and printed on its way. */
export const itemSql: Readonly<Record<PageKind, string>> = {
  objects: 'v.body',
  manifest: `'{"id":' || to_json(v.stix_id)::text || ',"date_added":"' || ${stamp('e.date_added')} || '","version":'
    || to_json(v.version)::text || ',"media_type":"application/stix+json;version=' || v.spec_version || '"}'`,
  versions: 'to_json(v.version)::text',
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
