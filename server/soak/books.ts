import { routes, type Client, type EventOut } from '@tocsin/api';
import { withConnection } from '../src/kernel/connection.ts';

/** What of the database's own sums does not agree; each names itself. */
const contradictions: Readonly<Record<string, string>> = {
  'batches left open': `select count(*) from batch where state = 'open'`,
  'receipts that do not add up': `select count(*) from batch where records <> accepted + duplicate + filtered + quarantined`,
  'events that no receipt accepted': `select abs((select count(*) from event) - (select coalesce(sum(accepted), 0) from batch))`,
  'events without a change': `select abs((select count(*) from event where audience <> 0) - (select coalesce(sum(events), 0) from change))`,
  'changes with another count than their portion': `
    select count(*) from change c
    where c.events <> (select count(*) from event e where e.portion = c.portion and e.audience = c.audience)`,
  'numbers that the log skipped': `select (select seq from change_head) - count(*) from change`,
  'hours with another count than their events': `
    select count(*) from tally t full join (
      select date_bin('1 hour', time, '2000-01-01Z') as hour, audience, coalesce(country, '') as country, coalesce(family, 0) as family, class, count(*) as events
      from event group by 1, 2, 3, 4, 5) e using (hour, audience, country, family, class)
    where t.events is distinct from e.events`,
  'hosts with another count or other times than their events': `
    select count(*) from (select host, sum(events) as events, min(first_seen) as first, max(last_seen) as last from episode group by host) p
    full join (select host, count(*) as events, min(time) as first, max(time) as last from event where host is not null group by host) e using (host)
    where (p.events, p.first, p.last) is distinct from (e.events, e.first, e.last)`,
  'past episodes that have not ended': `select count(*) from episode where not current and (state <> 'cleaned' or closed_at is null)`,
};

/** Everything in the database that contradicts itself: what, and how much of it. Empty when the books balance. */
export function findContradictions(databaseUrl: string): Promise<Record<string, number>> {
  return withConnection(databaseUrl, 'tocsin soak', async (client) => {
    const found: Record<string, number> = {};
    for (const [what, text] of Object.entries(contradictions)) {
      const { rows } = await client.query<{ n: string }>(`select (${text}) as n`);
      const n = Number(rows[0]?.n ?? NaN);
      if (n !== 0) found[what] = n;
    }
    return found;
  });
}

/** How often each event is in the log, by its URL, read through the API as a member does. */
export async function readLog(client: Client): Promise<Map<string, number>> {
  const seen = new Map<string, number>();
  for (let after: string | undefined; ;) {
    const response = await client.send(routes.events, {
      query: { limit: 10_000, ...(after !== undefined && { after }) },
    });
    for (const line of (await response.text()).split('\n')) {
      if (line === '') continue;
      const { url } = JSON.parse(line) as EventOut;
      if (url !== null) seen.set(url, (seen.get(url) ?? 0) + 1);
    }
    after = response.headers.get('tocsin-cursor') ?? undefined;
    if (response.headers.get('tocsin-more') !== 'true') return seen;
  }
}
