import type { Tx } from '#kernel/db.ts';
import { byHost } from '../episode-row.ts';
import { hostRange } from '../hosts/host-range.ts';

/** What of the acting org's constituency was seen at an address. */
export interface SeenAddress {
  readonly hosts: number;
  readonly episodes: number;
  readonly open: number;
  readonly events: number;
  readonly lastSeen: Date;
}

/** Hosts, episodes and events at addresses, as far as the acting org has them: by address. */
export async function seenAddresses(tx: Tx, addresses: readonly string[]): Promise<Map<string, SeenAddress>> {
  if (addresses.length === 0) return new Map();
  const ranges = addresses.map(hostRange);
  const rows = await tx.query<SeenAddress & { address: string }>(
    `select a.address, f.* from unnest($1::text[], $2::uuid[], $3::uuid[]) as a (address, least, greatest)
     cross join lateral (
       select count(distinct e.host) as hosts, count(*) as episodes, count(*) filter (where e.current and e.state <> 'cleaned') as open,
         sum(e.events)::int8 as events, max(e.last_seen) as "lastSeen"
       from episode e where ${byHost('e.host between a.least and a.greatest')} and e.address = a.address::inet
     ) f where f.episodes > 0`,
    [addresses, ranges.map(({ least }) => least), ranges.map(({ greatest }) => greatest)],
  );
  return new Map(rows.map(({ address, ...seen }) => [address, seen]));
}
