-- What an org is granted late. Events keep the audience of their receipt, and nobody may change them: a late grant is a
-- row of its own and, in the log, a new change for an audience of that org alone. That audience has the number of the
-- org, negated, so that it never mixes with the audiences of receipts: counts of the operator leave it out.

create table event_grant (
  day          date not null,
  id           uuid not null,              -- the event
  audience     int not null references audience check (audience < 0),
  portion      bigint not null,            -- what one transaction granted; the change names it
  route        int not null references route, -- why: the org's own reasons
  primary key (day, id, audience)
);
create index event_grant_by_audience on event_grant (audience, portion, id);
alter table event_grant enable row level security;
alter table event_grant force row level security;
create policy event_grant_audience on event_grant for select to tocsin_app
  using (audience = any((select my_audiences())::int[]) or (select sees_all()));
create policy event_grant_ingest on event_grant to tocsin_ingest using (true) with check (true);
create policy event_grant_definer on event_grant to tocsin_owner using (true) with check (true);
grant select on event_grant to tocsin_app;
grant select, insert on event_grant to tocsin_ingest;

-- Asked once per statement: only an org with late grants looks for them, row by row.
create function has_late_grants() returns boolean
  language sql stable parallel safe
  return exists (select from unnest(my_audiences()) as mine (audience) where mine.audience < 0);

drop policy event_audience on event;
create policy event_audience on event for select to tocsin_app using (
  audience = any((select my_audiences())::int[]) or (select sees_all())
  or ((select has_late_grants()) and exists (
    select from event_grant g where g.day = event.day and g.id = event.id and g.audience = any((select my_audiences())::int[]))));

-- The operator counts each event once: under the audience of its receipt.
drop policy tally_audience on tally;
create policy tally_audience on tally for select to tocsin_app
  using (audience = any((select my_audiences())::int[]) or ((select sees_all()) and audience >= 0));

-- Events as the acting org may see them, those that it was granted late among them, each with the portion, audience and
-- route by which it got them. Members without late grants read event itself.
create view my_event with (security_invoker = true) as
  select e.day, e.id, e.time, e.portion, e.source, e.audience, e.route, e.enrichment, e.family, e.flags, e.port, e.dst_port, e.asn,
    e.host, e.class, e.country, e.protocol, e.severity, e.sector, e.address, e.prefix, e.dst_address, e.domain, e.url, e.given
  from event e where e.audience = any((select my_audiences())::int[])
  union all
  select e.day, e.id, e.time, g.portion, e.source, g.audience, g.route, e.enrichment, e.family, e.flags, e.port, e.dst_port, e.asn,
    e.host, e.class, e.country, e.protocol, e.severity, e.sector, e.address, e.prefix, e.dst_address, e.domain, e.url, e.given
  from event_grant g join event e on e.day = g.day and e.id = g.id where g.audience = any((select my_audiences())::int[]);
grant select on my_event to tocsin_app;

-- A day goes with its late grants.
create or replace function drop_event_partition(gone date, who text) returns bigint
  language plpgsql security definer set search_path = public, pg_temp as $$
declare part text := 'event_' || to_char(gone, 'YYYYMMDD'); n bigint;
begin
  if to_regclass('public.' || part) is null then return null; end if;
  execute format('lock table %I in access exclusive mode', part);
  select count(*) into n from event where day = gone;
  execute format('drop table %I', part);
  delete from event_grant where day = gone;
  update event_partition set dropped_at = now(), events = n, dropped_by = who where day = gone;
  return n;
end $$;

-- The constituency that an org's open episodes were last granted by: what is new in it is what it gained since.
create table constituency_reach (
  org          int primary key references org,
  entries      text[] not null,            -- 'asn 64500', 'nation PL'; sorted
  gained       text[] not null,            -- what the last grant was for
  granted_at   timestamptz not null
);

-- A back-fill of past days, asked for by an operator.
create table backfill (
  id           bigint generated always as identity primary key,
  org          int not null references org,
  state        text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
  days         int not null check (days between 0 and 3650),
  first_day    date not null,
  last_day     date not null,
  done_through date,                       -- days are taken in order; null: none is done yet
  events       bigint not null default 0,
  episodes     bigint not null default 0,
  failure      text,
  asked_by     text not null,
  asked_at     timestamptz not null,
  finished_at  timestamptz
);
create unique index backfill_one_at_a_time on backfill (org) where state in ('waiting', 'running');
create index on backfill (org, id desc);

alter table constituency_reach enable row level security;
alter table constituency_reach force row level security;
create policy constituency_reach_programme on constituency_reach to tocsin_app using ((select sees_all())) with check ((select sees_all()));
create policy constituency_reach_definer on constituency_reach to tocsin_owner using (true) with check (true);
alter table backfill enable row level security;
alter table backfill force row level security;
create policy backfill_own on backfill for select to tocsin_app using (org = (select acting_org()) or (select sees_all()));
create policy backfill_operator on backfill for all to tocsin_app using ((select sees_all())) with check ((select sees_all()));
create policy backfill_definer on backfill to tocsin_owner using (true) with check (true);
grant select, insert, update, delete on constituency_reach to tocsin_app;
grant select, insert, update on backfill to tocsin_app;
