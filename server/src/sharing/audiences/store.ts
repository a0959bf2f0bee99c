import type { Tx } from '#kernel/db.ts';

/** The text by which an audience is interned: equal sets, equal keys. */
export const audienceKey = (orgs: Iterable<number>): string => [...new Set(orgs)].sort((a, b) => a - b).join(',');

/**
 * Ids of audiences by key, made where they are missing; that of nobody is 0. Rows are taken in the order of their keys, so
 * that two transactions which intern the same ones do not deadlock. Run it as the programme.
 */
export async function internAudiences(tx: Tx, keys: Iterable<string>): Promise<Map<string, number>> {
  const wanted = [...new Set(keys)].filter((key) => key !== '').sort();
  if (wanted.length > 0)
    await tx.query('insert into audience (key) select unnest($1::text[]) on conflict (key) do nothing', [wanted]);
  const rows = await tx.query<{ key: string; id: number; members: boolean }>(
    `select a.key, a.id, exists (select from audience_member m where m.audience = a.id) as members from audience a where a.key = any($1)`,
    [wanted],
  );
  const pairs = rows
    .filter(({ members }) => !members)
    .flatMap(({ key, id }) => key.split(',').map((org) => [id, Number(org)] as const));
  if (pairs.length > 0)
    await tx.query(
      'insert into audience_member (audience, org) select * from unnest($1::int[], $2::int[]) order by 1, 2 on conflict do nothing',
      [pairs.map(([audience]) => audience), pairs.map(([, org]) => org)],
    );
  return new Map([['', 0], ...rows.map(({ key, id }) => [key, id] as const)]);
}

/** Members of audiences, by id. */
export async function membersOf(tx: Tx, audiences: Iterable<number>): Promise<Map<number, number[]>> {
  const members = new Map<number, number[]>();
  for (const audience of audiences) members.set(audience, []);
  for (const { audience, org } of await readMembers(tx, [...members.keys()])) members.get(audience)?.push(org);
  return members;
}

/** The members of audiences. Audiences never change, so that the answer may be kept. */
export function readMembers(tx: Tx, audiences: readonly number[]): Promise<{ audience: number; org: number }[]> {
  return tx.query('select audience, org from audience_member where audience = any($1)', [audiences]);
}
