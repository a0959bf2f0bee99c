-- Sources, batches, events, hosts, episodes.

create table source (
  id             int generated always as identity primary key,
  handle         text not null unique check (handle ~ '^[a-z0-9][a-z0-9-]{1,62}$'),
  name           text not null,
  org            int not null references org,      -- who runs the sensor or feed
  feed           text not null,                    -- the default feed of what it sends
  tlp            text not null default 'amber+strict' check (tlp in ('red', 'amber+strict', 'amber', 'green', 'clear')),
  distribution   text not null default 'named' check (distribution in ('concerned', 'named')),
  recipients     int[] not null default '{}',      -- orgs that the source names
  reliability    text not null default 'F' check (reliability in ('A', 'B', 'C', 'D', 'E', 'F')),
  show_name      boolean not null default false,   -- recipients see the source's name
  show_addresses boolean not null default false,   -- recipients see the sensor's own addresses
  own_addresses  cidr[] not null default '{}',     -- the sensor's own: its traffic is no finding
  state          text not null default 'active' check (state in ('active', 'paused')),
  silent_after   interval not null default '2 days',
  columns        jsonb not null default '{}',      -- report -> header last seen, for drift
  last_batch_at  timestamptz,
  last_event_at  timestamptz,
  created_at     timestamptz not null default now()
);

-- A batch is one body that was sent or one file that was read; its row is the receipt.
create table batch (
  id              bigint generated always as identity primary key,
  source          int not null references source,
  feed            text not null,
  report          text,
  name            text,                            -- file name where there is one
  idempotency_key text,
  content_hash    bytea,
  state           text not null default 'open' check (state in ('open', 'done', 'failed')),
  failure         jsonb,                           -- the problem that ended it
  received_at     timestamptz not null,
  finished_at     timestamptz,
  records         bigint not null default 0,
  accepted        bigint not null default 0,
  duplicate       bigint not null default 0,
  filtered        bigint not null default 0,
  quarantined     bigint not null default 0,
  filtered_by     jsonb not null default '{}',     -- reason -> {count, samples: [{record, line, raw}]}
  quarantined_by  jsonb not null default '{}',     -- reason -> count
  sent_by         text not null
);
create unique index batch_by_key on batch (source, idempotency_key) where idempotency_key is not null and state <> 'failed';
create unique index batch_by_content on batch (source, content_hash) where content_hash is not null and state = 'done';
create index on batch (source, id desc);

-- A portion is what one transaction stored of a batch; changes and events point to it.
create sequence portion_id;

create table quarantine (
  id           bigint generated always as identity primary key,
  source       int not null references source,
  batch        bigint not null references batch,
  feed         text not null,
  report       text,
  record       bigint not null,                    -- position in the batch, from 1
  line         bigint not null,
  reason       text not null,
  detail       text not null,
  raw          bytea not null,
  raw_hash     bytea not null,                     -- sha-256 of feed, header and raw
  header       bytea,                              -- what a replay needs to read the record (CSV header)
  truncated    boolean not null default false,
  state        text not null default 'held' check (state in ('held', 'replayed', 'discarded')),
  seen         int not null default 1,             -- how often the same record came
  corrected    bytea,
  replay_batch bigint references batch,
  decided_by   text,
  created_at   timestamptz not null,
  decided_at   timestamptz
);
create unique index quarantine_once on quarantine (source, raw_hash);
create index on quarantine (state, id desc);
create index on quarantine (batch);

create table alarm (
  id           bigint generated always as identity primary key,
  source       int not null references source,
  kind         text not null check (kind in ('silent', 'empty', 'drift')),
  detail       jsonb not null,
  opened_at    timestamptz not null,
  closed_at    timestamptz,
  closed_by    text
);
create unique index alarm_open_once on alarm (source, kind) where closed_at is null;

-- How the enriched fields of an event came about: which snapshot, which method for each field. Interned.
create table enrichment (
  id           int generated always as identity primary key,
  key          text not null unique,
  snapshot     int references ip_snapshot,
  methods      jsonb not null
);

create table event (
  day          date not null,
  id           uuid not null,      -- version 8: 48 bits of event time in ms, then a content hash; the same event has the same id
  time         timestamptz not null,
  portion      bigint not null,
  source       int not null,
  audience     int not null,
  route        int not null,
  enrichment   int not null,
  family       int,
  flags        int not null,       -- 1 shared address, 2 source port missing there, 4 observation only (opens no host)
  port         int,
  dst_port     int,
  asn          bigint,
  host         uuid,               -- the host whose episode it belongs to; null for a mere observation
  class        text not null,      -- RSIT type
  country      text,
  protocol     text,
  severity     text,
  sector       text,
  address      inet,
  prefix       cidr,
  dst_address  inet,
  domain       text,
  url          text,
  given        text,               -- JSON: what the source gave beyond these columns, under its own names;
                                   -- as text, since checking again what the pipeline wrote costs 3 % of an event
  primary key (day, id)
) partition by range (day);
-- The reader's index: an org's events in the order of the log. Equal keys are stored once per
-- posting list, so it costs little to keep.
create index event_by_audience on event (audience, portion);

create table event_partition (
  day          date primary key,
  created_at   timestamptz not null default now(),
  dropped_at   timestamptz,
  events       bigint,             -- counted when dropped
  dropped_by   text
);

-- Partitions are made by the owner: the server may not create tables.
create function ensure_event_partition(wanted date) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
declare part text := 'event_' || to_char(wanted, 'YYYYMMDD');
begin
  if to_regclass('public.' || part) is not null then return; end if;
  perform pg_advisory_xact_lock(hashtext('ensure_event_partition'));
  -- Asked of the table and not of its cache, which may not have heard yet of what another made while we waited.
  if exists (select from pg_class where relname = part and relnamespace = 'public'::regnamespace) then return; end if;
  -- Attaching takes a weaker lock on event than creating as a partition would: readers and writers go on.
  execute format('create table %I (like event including all)', part);
  execute format('alter table %I enable row level security', part);
  execute format('alter table %I force row level security', part);
  execute format('alter table event attach partition %I for values from (%L) to (%L)', part, wanted, wanted + 1);
  insert into event_partition (day) values (wanted)
    on conflict (day) do update set dropped_at = null, events = null, created_at = now();
end $$;

create function drop_event_partition(gone date, who text) returns bigint
  language plpgsql security definer set search_path = public, pg_temp as $$
declare part text := 'event_' || to_char(gone, 'YYYYMMDD'); n bigint;
begin
  if to_regclass('public.' || part) is null then return null; end if;
  execute format('lock table %I in access exclusive mode', part);
  select count(*) into n from event where day = gone;
  execute format('drop table %I', part);
  update event_partition set dropped_at = now(), events = n, dropped_by = who where day = gone;
  return n;
end $$;

-- A run of events for one host and family. A host is an address (with source port and hour where the
-- network is shared) seen in events of one family; its id is made of these, see ingest/identity.ts,
-- and IPv4 hosts sort by address. One episode per host is current; it is closed when its host is
-- cleaned or unseen for long, and the next event opens another.
create table episode (
  id           bigint generated always as identity (cache 32) primary key,
  host         uuid not null,
  current      boolean not null default true,
  state        text not null default 'opened' check (state in ('opened', 'notified', 'cleaned', 'returned')),
  address      inet not null,
  port         int,                -- only where the address is shared
  family       int not null,       -- 0: none given
  class        text not null,
  asn          bigint,
  country      text,
  prefix       cidr,
  audience     int not null,
  route        int not null,
  flags        int not null,
  first_seen   timestamptz not null,
  last_seen    timestamptz not null,
  events       bigint not null,
  closed_at    timestamptz,
  closed_by    text                -- 'unseen', or who
) with (fillfactor = 85);
create unique index episode_current on episode (host) where current;
create index episode_past on episode (host) where not current;
create index episode_by_audience on episode (audience, id);

-- Hosts are what their episodes say: first and last seen, events, and how often they came back.
create view host with (security_invoker = true) as
  select host as id, (array_agg(address))[1] as address, (array_agg(port))[1] as port, (array_agg(family))[1] as family,
         min(first_seen) as first_seen, max(last_seen) as last_seen, sum(events)::bigint as events, count(*)::int as episodes,
         bool_or(current and state <> 'cleaned') as open
  from episode group by host;

-- Counts per hour of event time, for screens: what a table of a million rows cannot count in time.
create table tally (
  hour         timestamptz not null,
  audience     int not null,
  country      text not null,      -- '' unknown
  family       int not null,       -- 0 none
  class        text not null,
  events       bigint not null,
  primary key (hour, audience, country, family, class)
) with (fillfactor = 85);

create function expire_tallies(oldest date) returns bigint
  language plpgsql security definer set search_path = public, pg_temp as $$
declare n bigint;
begin
  delete from tally where hour < oldest::timestamp at time zone 'UTC';
  get diagnostics n = row_count;
  return n;
end $$;
revoke all on function expire_tallies(date) from public;
grant execute on function expire_tallies(date) to tocsin_app;

do $$
declare t text;
begin
  foreach t in array array['event', 'episode', 'tally'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I for select to tocsin_app using (audience = any((select my_audiences())::int[]) or (select sees_all()))', t || '_audience', t);
    execute format('create policy %I on %I to tocsin_ingest using (true) with check (true)', t || '_ingest', t);
    execute format('create policy %I on %I to tocsin_owner using (true) with check (true)', t || '_definer', t);
  end loop;
  foreach t in array array['source', 'batch', 'quarantine', 'alarm'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I to tocsin_ingest using (true) with check (true)', t || '_ingest', t);
    execute format('create policy %I on %I to tocsin_owner using (true) with check (true)', t || '_definer', t);
  end loop;
end $$;
-- An org that runs a source sees it, its receipts and its refused records; the operator sees all.
create policy source_own on source for select to tocsin_app using (org = (select acting_org()) or (select sees_all()));
create policy source_operator on source for all to tocsin_app using ((select sees_all())) with check ((select sees_all()));
create policy batch_own on batch for all to tocsin_app
  using (source in (select id from source where org = (select acting_org())) or (select sees_all()))
  with check (source in (select id from source where org = (select acting_org())) or (select sees_all()));
create policy quarantine_own on quarantine for all to tocsin_app
  using (source in (select id from source where org = (select acting_org())) or (select sees_all()))
  with check (source in (select id from source where org = (select acting_org())) or (select sees_all()));
create policy alarm_own on alarm for all to tocsin_app
  using (source in (select id from source where org = (select acting_org())) or (select sees_all()))
  with check (source in (select id from source where org = (select acting_org())) or (select sees_all()));
-- Jobs of the programme close episodes that nobody saw any more.
create policy episode_close on episode for update to tocsin_app using ((select sees_all())) with check ((select sees_all()));

grant select, insert, update on source, batch, quarantine, alarm to tocsin_app, tocsin_ingest;
grant select on event, host, episode, tally, enrichment, event_partition to tocsin_app;
grant update (state, current, closed_at, closed_by) on episode to tocsin_app;
grant insert, select on event to tocsin_ingest;
grant insert, select, update on episode, tally to tocsin_ingest;
grant insert, select on enrichment to tocsin_ingest;
grant select, insert on family to tocsin_ingest;
grant select on family_alias, ip_snapshot, warninglist, constituency, autonomous_system to tocsin_ingest;
grant usage on sequence portion_id to tocsin_ingest, tocsin_app;
create policy constituency_ingest on constituency for select to tocsin_ingest using (true);
revoke all on function ensure_event_partition(date), drop_event_partition(date, text) from public;
grant execute on function ensure_event_partition(date) to tocsin_app, tocsin_ingest;
grant execute on function drop_event_partition(date, text) to tocsin_app;
