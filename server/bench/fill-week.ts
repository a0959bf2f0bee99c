import pg from 'pg';
import type { NetworkLine } from './prefix-table.ts';

/**
 * Fills the seven days before the benchmark's own with `count` events and their episodes, by SQL: what a server holds that
 * has run for a week. Hosts come back three times on average.
 */
export async function fillWeek(url: string, count: number, networks: readonly NetworkLine[]): Promise<void> {
  const perDay = Math.ceil(count / 7);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('create temp table network (n int primary key, base inet, size int)');
    await client.query(
      'insert into network select o - 1, p::inet, least(1048576, 2 ^ (32 - masklen(p::inet)))::int from unnest($1::text[]) with ordinality as u (p, o)',
      [networks.map(({ prefix }) => prefix)],
    );
    await client.query('analyze network');
    await client.query(`set synchronous_commit = off; set work_mem = '256MB'; set maintenance_work_mem = '512MB'`);
    await client.query(
      `insert into family (name) select 'bench-' || n from generate_series(1, 15) n on conflict do nothing`,
    );
    for (let day = 0; day < 7; day++) {
      const date = new Date(Date.UTC(2026, 1, 25 + day)).toISOString().slice(0, 10);
      console.log(`filling ${date} with ${perDay} events`);
      await client.query('select ensure_event_partition($1)', [date]);
      await client.query(fillDay, [date, perDay, networks.length, Math.ceil(count / 3), day]);
    }
    console.log('episodes of the filled week');
    await client.query(fillEpisodes);
    await client.query('analyze');
    await client.query('checkpoint');
  } finally {
    await client.end();
  }
}

const idOf = `(lpad(to_hex((extract(epoch from t) * 1000)::int8), 12, '0') || '8' || substr(h, 1, 3) || '8' || substr(h, 4, 15))::uuid`;
const hostOf = `(encode(substr(inet_send(address), 5, 4), 'hex') || '00008000800000000000' || lpad(to_hex(family), 4, '0'))::uuid`;

const fillDay = `
insert into event (day, id, time, portion, source, audience, route, enrichment, family, flags, port, dst_port, asn, host, class, country, protocol, severity, address, prefix, dst_address, given)
select $1::date, ${idOf}, t, -1000 + $5::int * 100 + n / 20000, 1, 0, 0, 0, family, 0, 1024 + n % 60000, 443, 64500, ${hostOf}, 'infected-system', 'PL', 'tcp', 'critical',
  address, set_masklen(network(set_masklen(address, 24))::cidr, 24), '198.51.100.226', json_build_object('severity', 'critical', 'tag', 'bench', 'event_id', h, 'src_city', 'CITY', 'dst_sector', 'Communications, Service Provider, and Hosting Service')
from (
  select g.n, $1::timestamptz + (g.n * interval '1 day' / $2::int) as t, md5($1::text || g.n) as h, f.family, set_masklen(w.base + (k.k % w.size)::int8, 32) as address
  from generate_series(0, $2::int - 1) g (n)
  cross join lateral (select (hashint8(g.n::int8 * 7919 + $5::int)::int8 & 2147483647) % greatest(1, $4::int8) as k) k
  cross join lateral (select (select min(id) from family where name like 'bench-%') + (k.k % 15)::int as family) f
  join network w on w.n = k.k % $3::int
) made
on conflict do nothing`;

const fillEpisodes = `
insert into episode (host, address, family, class, asn, country, prefix, audience, route, flags, first_seen, last_seen, events)
select host, any_value(address), any_value(family), 'infected-system', 64500, 'PL', any_value(prefix), 0, 0, 0, min(time), max(time), count(*)
from event where host is not null group by host on conflict do nothing`;
