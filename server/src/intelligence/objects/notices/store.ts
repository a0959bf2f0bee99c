import type { Tx } from '#kernel/db.ts';

/** Tells people that there is something RED for them, without saying what. It stands for whoever was told before. */
export async function addNotices(
  tx: Tx,
  versions: readonly number[],
  people: readonly { readonly org: number; readonly person: string }[],
  now: Date,
): Promise<void> {
  if (versions.length === 0 || people.length === 0) return;
  await tx.query(
    `insert into notice (version, org, person, at)
     select v, p.org, p.person, $4 from unnest($1::int8[]) v, unnest($2::int[], $3::text[]) as p (org, person)
     on conflict (version, org, person) do update set at = excluded.at, withdrawn_at = null`,
    [versions, people.map(({ org }) => org), people.map(({ person }) => person), now],
  );
}

/** Takes notices of versions back, but for those of `people`. */
export async function withdrawNotices(
  tx: Tx,
  versions: readonly number[],
  now: Date,
  people: readonly { readonly org: number; readonly person: string }[] = [],
): Promise<void> {
  await tx.query(
    `update notice n set withdrawn_at = $2 where n.version = any($1) and n.withdrawn_at is null
       and not exists (select from unnest($3::int[], $4::text[]) as p (org, person) where p.org = n.org and p.person = n.person)`,
    [versions, now, people.map(({ org }) => org), people.map(({ person }) => person)],
  );
}

/** Notices for one person of the acting org, the newest first: that there is something RED, from whom, and since when. */
export function listNotices(
  tx: Tx,
  person: string,
  limit: number,
): Promise<{ version: number; at: Date; withdrawnAt: Date | null }[]> {
  return tx.query(
    `select version, at, withdrawn_at as "withdrawnAt" from notice where org = (select acting_org()) and person = $1
     order by at desc, version desc limit $2`,
    [person, limit],
  );
}

/** The version that a person was told of, while that stands. Run it as the programme: no org may read the body. */
export function noticedVersion(
  tx: Tx,
  version: number,
  org: number,
  person: string,
): Promise<{ body: string; release: number; withdrawn: boolean } | undefined> {
  return tx.maybe(
    `select v.body, v.release, v.withdrawn from notice n join object_version v on v.id = n.version
     where n.version = $1 and n.org = $2 and n.person = $3 and n.withdrawn_at is null and v.release is not null`,
    [version, org, person],
  );
}
