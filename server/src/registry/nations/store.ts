import type { Nation, NationChange } from '@tocsin/api';
import type { Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import { programme, type Actor } from '../actor.ts';
import { recordChange } from '../changes/store.ts';
import { validationFailed } from '../validation-failed.ts';
import { nationProblems } from './nation-rules.ts';
import { eligibleNations } from './nations.ts';

/** Adds the eligible nations that are missing and leaves those that are there as they are. Returns how many it added. */
export async function seedNations(tx: Tx, now: Date): Promise<number> {
  const added = await tx.query<{ code: string }>(
    `insert into nation (code, name, basis, languages, time_zone, domains, updated_at)
     select n.code, n.name, n.basis, n.languages, n."timeZone", n.domains, $2
     from jsonb_to_recordset($1)
       as n (code text, name text, basis text, languages text[], "timeZone" text, domains text[])
     on conflict do nothing returning code`,
    [JSON.stringify(eligibleNations), now],
  );
  if (added.length === 0) return 0;
  const codes = added.map(({ code }) => code);
  await recordChange(tx, programme, now, { action: 'nation.seed', subject: 'nation', detail: { codes } });
  return added.length;
}

const selectNation = `
  select n.code, n.name, n.basis, n.enrolment, n.languages, n.time_zone as "timeZone", n.domains, n.updated_at as "updatedAt",
    coalesce((select json_agg(json_build_object('handle', o.handle, 'name', o.name, 'enrolment', o.enrolment) order by o.handle)
              from org o where o.nation = n.code and o.kind = 'government'), '[]') as teams
  from nation n`;

type NationRecord = Omit<Nation, 'updatedAt'> & { updatedAt: Date };

const nationOf = (row: NationRecord): Nation => ({ ...row, updatedAt: row.updatedAt.toISOString() });

/** Every nation, with the teams that the acting org may see. */
export async function listNations(tx: Tx): Promise<Nation[]> {
  return (await tx.query<NationRecord>(`${selectNation} order by n.name`)).map(nationOf);
}

/** One nation. Throws `not_found`. */
export async function readNation(tx: Tx, code: string): Promise<Nation> {
  const row = await tx.maybe<NationRecord>(`${selectNation} where n.code = $1`, [code]);
  if (row === undefined) throw new AppError('not_found', { detail: `"${code}" is no nation of this programme.` });
  return nationOf(row);
}

/** Changes a nation. Throws `not_found`, or `validation_failed` with pointers. */
export async function changeNation(tx: Tx, code: string, change: NationChange, by: Actor, now: Date): Promise<Nation> {
  // Domains are unique over all nations, which no index can say: changes of nations go one by one.
  await tx.query('lock table nation in share row exclusive mode');
  const before = await readNation(tx, code);
  const others = await tx.query<{ domain: string; code: string }>(
    'select unnest(domains) as domain, code from nation where code <> $1',
    [code],
  );
  const problems = nationProblems(change, new Map(others.map((other) => [other.domain, other.code])));
  if (problems.length > 0) throw validationFailed(problems);
  const after = { ...before, ...change };
  await tx.query(
    `update nation set name = $2, enrolment = $3, languages = $4, time_zone = $5, domains = $6, updated_at = $7
     where code = $1`,
    [code, after.name, after.enrolment, after.languages, after.timeZone, after.domains, now],
  );
  await recordChange(tx, by, now, { action: 'nation.change', subject: `nation/${code}`, detail: { ...change } });
  return readNation(tx, code);
}
