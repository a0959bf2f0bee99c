import type { Static } from 'typebox';
import type { Family } from '@tocsin/api/routes/registry.ts';
import type { Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import { programme, type Actor } from '../actor.ts';
import { recordChange } from '../changes/store.ts';
import { validationFailed } from '../validation-failed.ts';
import { builtInFamilies } from './built-in-families.ts';
import { familyName } from './family-name.ts';

type FamilyItem = Static<typeof Family>;

/** The import that the built-in aliases count as. */
export const builtInImport = 'built-in';

/**
 * Adds the built-in families and aliases that are missing. A name that leads anywhere already is left as it is. Returns
 * how many families and aliases it added.
 */
export async function seedFamilies(tx: Tx, now: Date): Promise<number> {
  const families = await tx.query<{ name: string }>(
    `insert into family (name)
     select n from unnest($1::text[]) as n where not exists (select from family_alias a where a.alias = n)
     on conflict do nothing returning name`,
    [builtInFamilies.map(({ name }) => name)],
  );
  const pairs = builtInFamilies.flatMap(({ name, aliases }) => aliases.map((alias) => ({ name, alias })));
  const aliases = await tx.query<{ alias: string }>(
    `insert into family_alias (alias, family, layer, import)
     select p.alias, f.id, 'automatic', $2 from jsonb_to_recordset($1) as p (name text, alias text)
     join family f on f.name = p.name
     where not exists (select from family other where other.name = p.alias)
     on conflict do nothing returning alias`,
    [JSON.stringify(pairs), builtInImport],
  );
  const added = families.length + aliases.length;
  if (added === 0) return 0;
  const detail = { families: families.length, aliases: aliases.length };
  await recordChange(tx, programme, now, { action: 'family.seed', subject: 'family', detail });
  return added;
}

const selectFamily = `
  select f.id, f.name, coalesce(array_agg(a.alias order by a.alias) filter (where a.alias is not null), '{}') as aliases
  from family f left join family_alias a on a.family = f.id`;

/**
 * Families with their aliases, by name. Ingest keeps what a source calls something as a family, too: such a name tells of an
 * event, and `known` leaves out what is neither built in nor has an alias that the registry gave it.
 */
export function listFamilies(tx: Tx, which: 'all' | 'known'): Promise<FamilyItem[]> {
  return tx.query<FamilyItem>(
    `${selectFamily} where $1 or a.alias is not null or f.name = any($2) group by f.id order by f.name`,
    [which === 'all', builtInFamilies.map(({ name }) => name)],
  );
}

interface AliasRecord {
  readonly alias: string;
  readonly family: string;
  readonly layer: 'automatic' | 'manual';
  readonly import: string | null;
}

/**
 * Creates a family or sets its aliases. An alias that an import gave to another family moves here, by hand; so does
 * a name that was only an imported alias so far. An imported alias of this family cannot be left out: the next import
 * would bring it back. Throws `conflict` and `validation_failed`.
 */
export async function putFamily(
  tx: Tx,
  given: string,
  { aliases, note }: { readonly aliases: readonly string[]; readonly note?: string },
  by: Actor,
  now: Date,
): Promise<FamilyItem> {
  await tx.query('lock table family_alias in share row exclusive mode');
  const name = familyName(given);
  const wanted = [...new Set(aliases.map(familyName))].filter((alias) => alias !== name);
  await checkNames(tx, name, wanted);
  const held = await tx.query<AliasRecord>(
    `select a.alias, f.name as family, a.layer, a.import from family_alias a join family f on f.id = a.family
     where a.alias = any($1) or f.name = $2`,
    [[name, ...wanted], name],
  );
  refuseClashes(held, name, wanted);
  await tx.query('insert into family (name) values ($1) on conflict do nothing', [name]);
  const kept = held.filter((row) => row.family === name && wanted.includes(row.alias)).map((row) => row.alias);
  await tx.query(`delete from family_alias where alias = any($1)`, [
    held.map((row) => row.alias).filter((alias) => !kept.includes(alias)),
  ]);
  await tx.query(
    `insert into family_alias (alias, family, layer, note)
     select alias, (select id from family where name = $1), 'manual', $3 from unnest($2::text[]) as alias
     on conflict do nothing`,
    [name, wanted, note ?? null],
  );
  await recordChange(tx, by, now, {
    action: 'family.put',
    subject: `family/${name}`,
    detail: { aliases: wanted, note: note ?? null },
  });
  return tx.one<FamilyItem>(`${selectFamily} where f.name = $1 group by f.id`, [name]);
}

async function checkNames(tx: Tx, name: string, wanted: readonly string[]): Promise<void> {
  if (name === '') throw validationFailed([{ in: 'body', pointer: '', problem: 'a family has a name' }]);
  const families = await tx.query<{ name: string }>('select name from family where name = any($1)', [wanted]);
  const taken = new Set(families.map((row) => row.name));
  const problems = wanted.flatMap((alias, at) => {
    if (alias === '') return [{ in: 'body' as const, pointer: `/aliases/${at}`, problem: 'is empty' }];
    const problem = `"${alias}" is the name of a family itself`;
    return taken.has(alias) ? [{ in: 'body' as const, pointer: `/aliases/${at}`, problem }] : [];
  });
  if (problems.length > 0) throw validationFailed(problems);
}

function refuseClashes(held: readonly AliasRecord[], name: string, wanted: readonly string[]): void {
  const clash = held.find((row) => row.family !== name && row.layer === 'manual');
  if (clash !== undefined) {
    const detail = `"${clash.alias}" was given to ${clash.family} by hand: take it away there first.`;
    throw new AppError('conflict', { detail });
  }
  const left = held.find((row) => row.family === name && row.layer === 'automatic' && !wanted.includes(row.alias));
  if (left !== undefined) {
    const detail = `"${left.alias}" came with the import "${left.import ?? ''}", which would bring it back: keep it, or give it to another family.`;
    throw new AppError('conflict', { detail });
  }
}
