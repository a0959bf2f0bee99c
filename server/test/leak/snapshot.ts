import type { LeakServer } from './server.ts';

/** Tables that hold what nations have, without the columns that reading, or following the registry, moves. */
const tables: Readonly<Record<string, readonly string[]>> = {
  object_version: ['audience'],
  release: ['audience', 'listed', 'due_at', 'registry', 'behind'],
  sharing_group: [],
  contact: [],
  constituency: [],
  collection: [],
  collection_grant: [],
  org: [],
  nation: [],
  source: [],
  token: ['last_used_at'],
  oauth_client: ['last_used_at'],
  client_certificate: ['last_used_at'],
  quarantine: [],
  event: [],
  family_alias: [],
};

/** What each table holds, as a digest. */
export async function snapshot({ database }: LeakServer): Promise<Record<string, string>> {
  const digests: Record<string, string> = {};
  for (const [table, without] of Object.entries(tables)) {
    const { rows } = await database.ownerPool.query<{ digest: string }>(
      `select count(*) || ' ' || md5(coalesce(string_agg(j::text, ',' order by j::text), '')) as digest
       from (select to_jsonb(t) - $1::text[] as j from ${table} t) rows`,
      [without],
    );
    digests[table] = String(rows[0]?.digest);
  }
  return digests;
}
