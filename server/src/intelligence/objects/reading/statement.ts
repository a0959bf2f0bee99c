import { instantOf } from '@tocsin/stix';
import type { EntryQuery, VersionFilter } from '../entry.ts';

/** SQL with its values; `name` lets a connection plan it once. */
export interface Statement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** A timestamptz as text with all its microseconds, which a Date would lose. */
export const microseconds = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** What is read of a version `v`. The reason `g` is the acting org's own: row-level security shows no other. */
export const versionColumns = `v.id as row, v.stix_id as id, v.type, v.spec_version as "specVersion", v.version, v.owner, v.body, v.granular, g.rule, g.reach, g.until`;
export const reasonJoin = `left join release_reason g on g.release = v.release and g.org = (select acting_org())`;

/** Adds a value and gives its placeholder. */
type Add = (mark: string, value: unknown) => string;

/**
 * One query per page, whatever its place in the list. Without ids: the first n of each of the acting org's audiences,
 * merged (DESIGN.md section 5). With ids: from the versions of those ids.
 */
export function pageStatement(query: EntryQuery): Statement {
  const { name, text, values } = pageSource(query);
  return {
    name: `entries:${name}`,
    text: `select ${versionColumns}, ${microseconds('e.date_added')} as "dateAdded" from (${text}) e
           join object_version v on v.id = e.version ${reasonJoin} order by e.date_added`,
    values,
  };
}

/**
 * The entries of that page alone, as rows (version, date_added, seq): one more than `limit`, which is $3, where there are more.
 * For those who read of the versions what they need.
 */
export function pageSource({ collection = 0, after, limit, filters = {} }: EntryQuery): Statement {
  const { ids, types, specVersions, versions = { last: true } } = filters;
  const values: unknown[] = [collection, after ?? '-infinity', limit + 1];
  let shape = '';
  const add: Add = (mark, value) => {
    shape += mark;
    return `$${values.push(value)}`;
  };
  const conditions = ['e.live', 'e.collection = $1', 'e.date_added > $2::timestamptz'];
  if (types !== undefined) conditions.push(`e.type = any(${add('t', types)}::text[])`);
  if (specVersions !== undefined) conditions.push(`v.spec_version = any(${add('s', specVersions)}::text[])`);
  conditions.push(...versionConditions(versions, add));
  const ofIds = ids === undefined ? undefined : add('i', ids);
  const looksAtVersion = conditions.some((condition) => condition.includes('v.'));
  return {
    name: `${shape}:${versionShape(versions)}`,
    text: ofIds === undefined ? listSource(conditions, looksAtVersion) : idSource(ofIds, conditions),
    values,
  };
}

function listSource(conditions: readonly string[], looksAtVersion: boolean): string {
  // Without a condition on versions, those of a page are read after the merge and not once per audience.
  const join = looksAtVersion ? 'join object_version v on v.id = e.version' : '';
  return `
    select f.* from unnest((select my_audiences())::int[]) as mine (audience)
    cross join lateral (
      select e.version, e.date_added, e.seq from collection_entry e ${join}
      where e.audience = mine.audience and ${conditions.join(' and ')} order by e.date_added limit $3
    ) f order by f.date_added limit $3`;
}

function idSource(ids: string, conditions: readonly string[]): string {
  return `
    select e.version, e.date_added, e.seq from object_version v join collection_entry e on e.version = v.id
    where v.stix_id = any(${ids}::text[]) and e.audience = any((select my_audiences())::int[])
      and ${conditions.join(' and ')} order by e.date_added limit $3`;
}

/** Another entry that the reader may have, of the same object in the same list, for which a comparison holds. */
const noOther = (comparison: string): string => `(not e.several or not exists (
  select from object_version m join object_version o on o.stix_id = m.stix_id and o.collection = m.collection
  join collection_entry x on x.version = o.id
  where m.id = e.version and x.live and x.audience = any((select my_audiences())::int[]) and (${comparison})))`;

/** Of copies of one version the first that came counts: what is there is never overwritten. */
const sameButEarlier = 'o.instant = m.instant and x.date_added < e.date_added';

function versionConditions({ first, last, all, at = [] }: VersionFilter, add: Add): string[] {
  if (all === true) return [noOther(sameButEarlier)];
  if (first !== true && at.length === 0) return [noOther(`o.instant > m.instant or ${sameButEarlier}`)];
  const any: string[] = [];
  if (last === true) any.push(noOther('o.instant > m.instant'));
  if (first === true) any.push(noOther('o.instant < m.instant'));
  const instants = at.flatMap((version) => instantOf(version) ?? []);
  if (at.length > 0) any.push(`v.instant = any(${add('a', instants)}::text[])`);
  return [`(${any.join(' or ')})`, noOther(sameButEarlier)];
}

const versionShape = ({ first, last, all }: VersionFilter): string =>
  all === true ? 'all' : `${first === true ? 'f' : ''}${last === true ? 'l' : ''}`;
