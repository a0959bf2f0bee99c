import pg from 'pg';

/** The objects that the benchmark's own orgs find: who owns them, who has them, and who has one in a thousand. */
export interface FilledObjects {
  readonly owner: number;
  readonly members: readonly number[];
  /** Sees 0.1 % of all. */
  readonly few: number;
}

/**
 * Fills a migrated database with `count` indicators of some 400 bytes by SQL, as the rows that storeObjects leaves: 44 nations
 * share them, one org has every thousandth. Connect as tocsin_owner. Takes a minute and a half per million.
 */
export async function fillObjects(url: string, count: number, chunk = 100_000): Promise<FilledObjects> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`set synchronous_commit = off; set work_mem = '256MB'`);
    const orgs = await client.query<{ id: number }>(
      `insert into org (handle, name, kind, enrolment) select 'bench-' || n, 'Bench ' || n, 'partner', 'enrolled' from generate_series(1, 45) n
       returning id`,
    );
    const ids = orgs.rows.map(({ id }) => id).sort((a, b) => a - b);
    const [owner = 0, few = 0] = [ids[0], ids.at(-1)];
    const members = ids.slice(0, -1);
    const most = await makeRelease(client, owner, members);
    const some = await makeRelease(client, owner, ids);
    await client.query(`select nextval('registry_version')`);
    for (let from = 0; from < count; from += chunk)
      await client.query(fillChunk, [
        from,
        Math.min(chunk, count - from),
        owner,
        most.release,
        most.audience,
        some.release,
        some.audience,
      ]);
    await client.query('analyze object, object_version, collection_entry, change');
    return { owner, members, few };
  } finally {
    await client.end();
  }
}

async function makeRelease(
  client: pg.Client,
  owner: number,
  orgs: readonly number[],
): Promise<{ release: number; audience: number }> {
  const { rows } = await client.query<{ release: number; audience: number }>(
    `with a as (insert into audience (key) values (array_to_string($2::int[], ',')) returning id),
     m as (insert into audience_member select a.id, o from a, unnest($2::int[]) o),
     r as (insert into release (key, owner, tlp, distribution, orgs, audience, listed, registry)
           select 'bench ' || a.id, $1, 'amber+strict', 'named', $2, a.id, true, 1000000 from a returning id, audience),
     g as (insert into release_reason (release, org, rule, reach) select r.id, o, 'strict_named', 'amber+strict' from r, unnest($2::int[]) o)
     select id as release, audience from r`,
    [owner, orgs],
  );
  const [made] = rows;
  if (made === undefined) throw new Error('no release');
  return made;
}

const fillChunk = `
  with head as (
    update change_head set seq = seq + $2::int,
      date_added = greatest(date_added, now()) + $2::int * interval '1 microsecond' returning seq - $2::int as seq, date_added - $2::int * interval '1 microsecond' as added
  ), given as (
    select n, md5('bench' || ($1::int + n))::uuid as uuid, case when ($1::int + n) % 1000 = 0 then $6::int else $4::int end as release,
      case when ($1::int + n) % 1000 = 0 then $7::int else $5::int end as audience from generate_series(1, $2::int) n
  ), versions as (
    insert into object_version (stix_id, owner, instant, version, type, spec_version, name, release, audience, created_at, created_by, body)
    select 'indicator--' || uuid, $3, '2026-01-01T00:00:00', '2026-01-01T00:00:00.000Z', 'indicator', '2.1', 'Bench ' || n, release, audience, now(), 'bench',
      '{"type":"indicator","spec_version":"2.1","id":"indicator--' || uuid || '","created":"2026-01-01T00:00:00.000Z","modified":"2026-01-01T00:00:00.000Z","name":"Bench ' || n ||
      '","description":"A command server that was seen by a sensor of the benchmark","pattern":"[domain-name:value = ''' || md5(n::text) || '.example.org'']","pattern_type":"stix","valid_from":"2026-01-01T00:00:00Z","confidence":80}'
    from given order by n returning id, stix_id, audience
  ), numbered as (
    select *, row_number() over (order by id) as n from versions
  ), objects as (
    insert into object (stix_id, owner, type, created_at) select stix_id, $3, 'indicator', now() from versions
  ), logged as (
    insert into change (seq, committed_at, audience, kind, subject, version, stix_id, stix_version, collection, date_added, reason)
    select head.seq + n, now(), audience, 'published', 'object', id, stix_id, '2026-01-01T00:00:00.000Z', 0, head.added + n * interval '1 microsecond', 'released'
    from numbered, head
  )
  insert into collection_entry (version, seq, audience, collection, date_added, type)
  select id, head.seq + n, audience, 0, head.added + n * interval '1 microsecond', 'indicator' from numbered, head`;
