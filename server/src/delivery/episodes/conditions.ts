import { AppError } from '#kernel/errors.ts';
import { byHost, openEpisode } from '../episode-row.ts';
import { hostRange } from '../hosts/host-range.ts';
import { none, type Criteria } from '../search/criteria.ts';
import type { SqlValues } from '../sql-values.ts';

const states = ['opened', 'notified', 'cleaned', 'returned'];

/** The states asked for; `open` stands for all but cleaned. Throws `validation_failed` for another word. */
export function readStates(text: string | undefined): { states: string[]; open: boolean } {
  const given = (text ?? '').split(',').filter((word) => word !== '');
  const wrong = given.find((word) => word !== 'open' && !states.includes(word));
  if (wrong !== undefined) {
    const problem = `there is no state ${wrong}`;
    throw new AppError('validation_failed', {
      detail: `query /state: ${problem}`,
      problems: [{ in: 'query', pointer: '/state', problem }],
    });
  }
  return { states: given.filter((word) => word !== 'open'), open: given.includes('open') };
}

/** What an episode `e` must meet. A time range takes every episode that goes on within it. */
export function episodeConditions(
  criteria: Pick<Criteria, 'from' | 'to' | 'classes' | 'countries' | 'asns' | 'network'> & {
    families: readonly number[] | undefined;
  },
  { states: wanted, open }: { states: readonly string[]; open: boolean },
  values: SqlValues,
): string[] {
  const { from, to, families, classes, countries, asns, network } = criteria;
  const all: string[] = [];
  if (from !== undefined) all.push(`e.last_seen >= ${values.add(from)}`);
  if (to !== undefined) all.push(`e.first_seen < ${values.add(to)}`);
  if (families !== undefined) all.push(`e.family = any(${values.add(families)}::int[])`);
  if (classes.length > 0) all.push(`e.class = any(${values.add(classes)})`);
  if (countries.length > 0) {
    const known = `e.country = any(${values.add(countries.filter((code) => code !== none))})`;
    all.push(countries.includes(none) ? `(${known} or e.country is null)` : known);
  }
  if (asns.length > 0) all.push(`e.asn = any(${values.add(asns)}::int8[])`);
  if (network !== undefined) {
    const { least, greatest } = hostRange(network);
    all.push(
      byHost(`e.host between ${values.add(least)} and ${values.add(greatest)}`),
      `e.address <<= ${values.add(network)}::inet`,
    );
  }
  if (open || wanted.length > 0) {
    const among = wanted.length > 0 ? [`e.state = any(${values.add(wanted)})`] : [];
    all.push(`(${[...among, ...(open ? [`(${openEpisode})`] : [])].join(' or ')})`);
  }
  return all;
}
