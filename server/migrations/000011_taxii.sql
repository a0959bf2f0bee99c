-- TAXII 2.1: collections beyond those that every org has, rights in them, and what became of what was sent.

-- Ids of the collections that every org has, and the seal on `next`, are made with this. Born with the database, so that
-- they stay the same; nobody but the programme itself reads it.
create table taxii_key (
  only_one     boolean primary key default true check (only_one),
  key          text not null               -- 244 random bits
);
insert into taxii_key (key) values (gen_random_uuid()::text || gen_random_uuid()::text);

-- A collection that several orgs read and write. Its number is what object_version.collection and collection_entry.collection
-- name; below 100 are those of the programme (0 intelligence, 1 events). Its readers are a group, so that what is written
-- is shared, and taken back, by the sharing rule like everything else.
create table collection (
  number       int generated always as identity (start with 100) primary key,
  id           uuid not null unique default gen_random_uuid(),
  alias        text not null unique check (alias ~ '^[a-z0-9][a-z0-9-]{0,48}$'),
  title        text not null,
  description  text,
  readers      int not null references sharing_group,
  created_at   timestamptz not null,
  created_by   text not null
);
create table collection_grant (
  collection   int not null references collection,
  org          int not null references org,
  can_read     boolean not null,
  can_write    boolean not null,
  primary key (collection, org),
  check (can_read or can_write)
);
create index on collection_grant (org);

-- What became of one POST, as the answer said it.
create table taxii_status (
  id           uuid primary key default gen_random_uuid(),
  org          int not null references org,
  received_at  timestamptz not null,
  outcome      text not null               -- the members of the status resource behind its id, as JSON text
);
create index on taxii_status (received_at);

-- What the events collection last said of a host, family and hour, so that an hour that grew late is told anew and one
-- that did not is not.
create table event_sighting (
  hour         timestamptz not null,
  host         uuid not null,
  family       int not null,                -- 0: none given
  audience     int not null,
  events       bigint not null,
  primary key (hour, host, family, audience)
);
-- Hours in which events came since they were last told.
create table event_hour_due (
  hour         timestamptz primary key,
  noted        bigint not null              -- the change that noted it last
);
-- How far along the log hours were noted.
create table event_sighting_progress (
  only_one     boolean primary key default true check (only_one),
  seq          bigint not null default 0
);
insert into event_sighting_progress default values;

alter table taxii_key enable row level security;
alter table taxii_key force row level security;
create policy taxii_key_programme on taxii_key for select to tocsin_app using ((select acting_org()) = 0);
create policy taxii_key_definer on taxii_key to tocsin_owner using (true) with check (true);

alter table collection_grant enable row level security;
alter table collection_grant force row level security;
create policy collection_grant_own on collection_grant for select to tocsin_app
  using (org = (select acting_org()) or (select sees_all()));
create policy collection_grant_operator on collection_grant to tocsin_app
  using ((select sees_all())) with check ((select sees_all()));
create policy collection_grant_definer on collection_grant to tocsin_owner using (true) with check (true);

-- An org knows of the collections that it has a right in, and of no other.
alter table collection enable row level security;
alter table collection force row level security;
create policy collection_granted on collection for select to tocsin_app
  using (number in (select g.collection from collection_grant g where g.org = (select acting_org())) or (select sees_all()));
create policy collection_operator on collection to tocsin_app
  using ((select sees_all())) with check ((select sees_all()));
create policy collection_definer on collection to tocsin_owner using (true) with check (true);

alter table taxii_status enable row level security;
alter table taxii_status force row level security;
create policy taxii_status_own on taxii_status to tocsin_app
  using (org = (select acting_org()) or (select acting_org()) = 0)
  with check (org = (select acting_org()) or (select acting_org()) = 0);
create policy taxii_status_definer on taxii_status to tocsin_owner using (true) with check (true);

do $$
declare t text;
begin
  foreach t in array array['event_sighting', 'event_hour_due', 'event_sighting_progress'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I to tocsin_app using ((select acting_org()) = 0) with check ((select acting_org()) = 0)', t || '_programme', t);
    execute format('create policy %I on %I to tocsin_owner using (true) with check (true)', t || '_definer', t);
  end loop;
end $$;

-- The stories of an hour go with its events.
create function expire_event_sightings(before timestamptz) returns bigint
  language plpgsql security definer set search_path = public, pg_temp as $$
declare n bigint;
begin
  delete from event_sighting where hour < before;
  with gone as (
    delete from object_version where collection = 1 and created_at < before returning id
  ), left_lists as (
    delete from collection_entry e using gone where e.version = gone.id
  )
  select count(*) into n from gone;
  return n;
end $$;
revoke all on function expire_event_sightings(timestamptz) from public;
grant execute on function expire_event_sightings(timestamptz) to tocsin_app;

grant select on taxii_key to tocsin_app;
grant select, insert, update on collection to tocsin_app;
grant select, insert, update, delete on collection_grant to tocsin_app;
grant select, insert, delete on taxii_status to tocsin_app;
grant select, insert, update on event_sighting to tocsin_app;
grant select, insert, update, delete on event_hour_due to tocsin_app;
grant select, update on event_sighting_progress to tocsin_app;
