import { pseudonymOf } from '../pseudonym.ts';
import type { Names } from '../event-row.ts';
import type { Reader } from '../reader.ts';
import type { SqlValues } from '../sql-values.ts';
import { none, type Criteria } from './criteria.ts';
import { lowestEventId } from './event-id.ts';

/** Criteria with names replaced by the numbers that rows hold. A list without members matches nothing. */
export interface Resolved extends Omit<Criteria, 'families' | 'sources'> {
  /** Family ids; 0 stands for none. Undefined: any. */
  readonly families: readonly number[] | undefined;
  readonly sources: readonly number[] | undefined;
  /** The only days that can hold matches, where the tallies told. */
  readonly days: readonly string[] | undefined;
}

/** The sources that a reader means by these names: the pseudonym where a source hides its own. */
export function sourcesNamed(given: readonly string[], names: Names, reader: Reader): number[] {
  const sources = [...names.sources.values()].filter((source) => {
    const shown = reader.seesAll || source.showName || source.org === reader.org;
    return given.includes(shown ? source.handle : pseudonymOf(names.pseudonymKey, source.id, reader.org));
  });
  return sources.map((source) => source.id);
}

/** What the SQL of an event `e` must meet; joined by `and`. */
export function eventConditions(criteria: Resolved, values: SqlValues): string[] {
  const { from, to, families, classes, countries, sources, asns, network, ports, domain, days } = criteria;
  const all: string[] = [];
  // Days choose the partitions, ids (which begin with the time) the stretch of the primary key.
  if (from !== undefined)
    all.push(
      `e.day >= ${values.add(dayOf(from))}`,
      `e.id >= ${values.add(lowestEventId(from))}`,
      `e.time >= ${values.add(from)}`,
    );
  if (to !== undefined)
    all.push(
      `e.day <= ${values.add(dayOf(to))}`,
      `e.id < ${values.add(lowestEventId(new Date(to.getTime() + 1)))}`,
      `e.time < ${values.add(to)}`,
    );
  if (days !== undefined) all.push(`e.day = any(${values.add(days)}::date[])`);
  if (families !== undefined)
    all.push(
      orNull(
        'e.family',
        families.filter((id) => id !== 0),
        families.includes(0),
        'int',
        values,
      ),
    );
  if (classes.length > 0) all.push(`e.class = any(${values.add(classes)})`);
  if (countries.length > 0)
    all.push(
      orNull(
        'e.country',
        countries.filter((code) => code !== none),
        countries.includes(none),
        'text',
        values,
      ),
    );
  if (sources !== undefined) all.push(`e.source = any(${values.add(sources)})`);
  if (asns.length > 0) all.push(`e.asn = any(${values.add(asns)}::int8[])`);
  if (network !== undefined) all.push(`e.address <<= ${values.add(network)}::inet`);
  if (ports.length > 0) all.push(`e.port = any(${values.add(ports)}::int[])`);
  if (domain !== undefined)
    all.push(
      `(e.domain = ${values.add(domain)} or right(e.domain, ${values.add(domain.length + 1)}) = ${values.add(`.${domain}`)})`,
    );
  return all;
}

function orNull(column: string, known: readonly unknown[], withNull: boolean, type: string, values: SqlValues): string {
  const among = `${column} = any(${values.add(known)}::${type}[])`;
  return withNull ? `(${among} or ${column} is null)` : among;
}

/** The UTC day of a time. */
export function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10);
}
