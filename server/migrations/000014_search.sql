-- Search: what of an object is looked for, beside the objects themselves; what an org notes for itself to look by.

-- One row per version of the programme's intelligence, made by a job a moment after the version (intelligence/search/).
-- It holds no more of a version whose parts are marked than every member of its audience may read. `audience`, `live` and
-- `draft` follow the version in its own transaction, by the triggers below, so that a count never runs ahead of a right.
create table object_search (
  version      bigint primary key,
  uuid         uuid not null,                 -- of the STIX id
  type         text not null,
  owner        int not null,
  audience     int not null,
  live         boolean not null,              -- stands in lists: neither withdrawn nor expired
  draft        boolean not null,
  several      boolean not null default false, -- other versions or copies of the id exist: readers ask which is theirs
  instant      text collate "C" not null,
  at           timestamptz not null,          -- modified, else created, else when it came
  words        tsvector not null,             -- of the text; and facets as lexemes that no text has: '=type:indicator'
  tlp          text,
  creator      uuid,
  labels       text[] not null,
  nations      text[] not null,
  techniques   text[] not null,
  actors       text[] not null,
  base         real,                          -- indicators: the score at first, and how it decays (intelligence/decay/)
  scored_from  timestamptz,
  lifetime     real,                          -- days
  speed        real
);
create index object_search_words on object_search using gin (words);
create index object_search_by_audience on object_search (audience, version);
create index object_search_by_uuid on object_search (uuid);

-- The values that a version names or looks for, by the first half of the SHA-256 of their canonical form.
create table object_value (
  digest       uuid not null,
  version      bigint not null,
  exact        boolean not null               -- false: the value is part of one, such as the host of a URL
);
create index object_value_by_digest on object_value (digest, version);

-- Versions that wait to be indexed.
create table object_search_due (
  version      bigint not null
);
insert into object_search_due select id from object_version where collection = 0 order by id;

create function object_search_is_due() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into object_search_due select id from fresh where collection = 0;
  return null;
end $$;
create trigger object_version_is_searched after insert on object_version
  referencing new table as fresh for each statement execute function object_search_is_due();

create function object_search_follows_version() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update object_search s set audience = n.audience, draft = n.release is null,
    live = not n.withdrawn and coalesce((select listed from release r where r.id = n.release), true)
  from now_so n where s.version = n.id;
  return null;
end $$;
create trigger object_version_search_follows after update on object_version
  referencing new table as now_so for each statement execute function object_search_follows_version();

create function object_search_follows_release() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update object_search s set live = n.listed and not v.withdrawn
  from now_so n join before b on b.id = n.id and b.listed <> n.listed join object_version v on v.release = n.id
  where s.version = v.id;
  return null;
end $$;
create trigger release_search_follows after update on release
  referencing old table as before new table as now_so for each statement execute function object_search_follows_release();

-- An org's own tags and score of an object: beside what its producer says and what the clock makes of it, over neither.
alter table overlay
  add column tags text[] not null default '{}',
  add column score smallint check (score between 0 and 100);
create index overlay_tags on overlay using gin (tags) where tags <> '{}';

-- How much of the score is left: Iklody et al., "Decaying Indicators of Compromise" (2018), section 3:
-- base * (1 - (t / lifetime) ^ (1 / speed)). decay.ts says the same, and a test holds them equal.
create function decayed(base real, since timestamptz, lifetime real, speed real, at timestamptz) returns real
  language sql immutable parallel safe as $$
    select case when base is null then null
      when at <= since then base
      else greatest(0, base * (1 - power(least(1, extract(epoch from at - since)::float8 / 86400 / lifetime), 1 / speed)))::real end
  $$;

-- When an object was last sighted, as far as the acting org may read the sightings.
create function last_sighted(wanted uuid) returns timestamptz
  language sql stable security definer set search_path = public as $$
    select max(s.at) from object_reference r join object_search s on s.version = r.version
    where r.target = wanted and r.name = 'sighting_of_ref' and s.type = 'sighting' and s.live
      and s.audience = any((select my_audiences())::int[])
  $$;

-- All that were sighted, as far as the acting org may read the sightings: asked once where many scores are wanted.
create function my_sightings() returns table (sighted uuid, at timestamptz)
  language sql stable security definer set search_path = public as $$
    select r.target, max(s.at) from object_search s join object_reference r on r.version = s.version and r.name = 'sighting_of_ref'
    where s.words @@ '''=type:sighting'''::tsquery and s.live and s.audience = any((select my_audiences())::int[]) group by r.target
  $$;

-- What `find_objects` looks for besides words; absent members ask nothing.
create type object_criteria as (
  words        text,                          -- a tsquery
  ranked       text,                          -- a tsquery of the words that make one relevant, or absent
  uuids        uuid[],
  owned        boolean,                       -- the acting org's own, or not
  draft        boolean,
  tags         text[],
  verdicts     text[],
  since        timestamptz,
  until        timestamptz,
  least        real,                          -- the score as it is
  now          timestamptz
);

-- Versions that the acting org may read and that fit: at most `most`, the newest first, behind `behind`. Full-text operators
-- are not leakproof and would run after the policy without their index: here the same rule is part of the statement, whose
-- values the planner knows, so that it reads along what is rare: the words, or what the org may see.
create function find_objects(c object_criteria, behind bigint, most int) returns table (version bigint, rank real)
  language plpgsql stable security definer set search_path = public, pg_temp set jit = off as $$
declare
  mine int[] := my_audiences();
  conditions text := format('s.audience = any(%L::int[]) and s.live', mine);
  score text := 'decayed(s.base, greatest(s.scored_from, g.at), s.lifetime, s.speed, ' || quote_literal(c.now) || ')';
  sightings text := '';
  rank text := '0::real';
begin
  if cardinality(mine) = 0 then return; end if;
  if c.words is not null then
    conditions := conditions || format(' and s.words @@ %L::tsquery', c.words);
  end if;
  if c.ranked is not null then rank := format('ts_rank(s.words, %L::tsquery)', c.ranked); end if;
  if c.uuids is not null then conditions := conditions || format(' and s.uuid = any(%L::uuid[])', c.uuids); end if;
  if c.owned is not null then
    conditions := conditions || format(' and s.owner %s %s', case when c.owned then '=' else '<>' end, acting_org());
  end if;
  if c.draft is not null then conditions := conditions || format(' and s.draft = %L', c.draft); end if;
  if c.tags is not null or c.verdicts is not null then
    conditions := conditions || format(' and s.uuid = any(%L::uuid[])', array(
      select split_part(o.stix_id, '--', 2)::uuid from overlay o where o.org = acting_org()
        and (c.tags is null or o.tags && c.tags) and (c.verdicts is null or o.verdict = any(c.verdicts))));
  end if;
  if c.since is not null then conditions := conditions || format(' and s.at >= %L', c.since); end if;
  if c.until is not null then conditions := conditions || format(' and s.at < %L', c.until); end if;
  if c.least is not null then
    sightings := ' left join my_sightings() g on g.sighted = s.uuid';
    conditions := conditions || format(' and s.base >= %s and %s >= %s', c.least, score, c.least);
  end if;
  if behind is not null then conditions := conditions || format(' and s.version < %s', behind); end if;
  return query execute format(
    'select s.version, %s from object_search s%s where %s and (not s.several or not exists (
       select from object_search o where o.uuid = s.uuid and o.type = s.type and o.live and o.audience = any(%L::int[])
         and (o.instant > s.instant or o.instant = s.instant and o.version < s.version)))
     order by s.version desc limit %s', rank, sightings, conditions, mine, most);
end $$;

-- Versions that name values, or look for them: of each value at most `most` that the acting org may read, the newest first,
-- and how many there are up to 1,000.
create function find_values(digests uuid[], most int) returns table (n int, version bigint, exact boolean, total int)
  language plpgsql stable security definer set search_path = public, pg_temp set jit = off as $$
declare mine int[] := my_audiences();
begin
  return query
    select d.n::int, f.version, f.exact, f.total::int from unnest(digests) with ordinality as d (digest, n)
    cross join lateral (
      select g.*, count(*) over () as total, row_number() over (order by g.version desc) as place from (
        select s.version, bool_or(v.exact) as exact from object_value v join object_search s on s.version = v.version
        where v.digest = d.digest and s.audience = any(mine) and s.live and (not s.several or not exists (
          select from object_search o where o.uuid = s.uuid and o.type = s.type and o.live and o.audience = any(mine)
            and (o.instant > s.instant or o.instant = s.instant and o.version < s.version)))
        group by s.version limit 1000
      ) g
    ) f where f.place <= most;
end $$;

alter table object_search enable row level security;
alter table object_search force row level security;
create policy object_search_own on object_search for select to tocsin_app
  using (audience = any((select my_audiences())::int[]) or (select acting_org()) = 0);
create policy object_search_programme on object_search to tocsin_app
  using ((select acting_org()) = 0) with check ((select acting_org()) = 0);
create policy object_search_definer on object_search to tocsin_owner using (true) with check (true);

alter table object_value enable row level security;
alter table object_value force row level security;
create policy object_value_programme on object_value to tocsin_app
  using ((select acting_org()) = 0) with check ((select acting_org()) = 0);
create policy object_value_definer on object_value to tocsin_owner using (true) with check (true);

alter table object_search_due enable row level security;
alter table object_search_due force row level security;
create policy object_search_due_programme on object_search_due to tocsin_app
  using ((select acting_org()) = 0) with check ((select acting_org()) = 0);
create policy object_search_due_definer on object_search_due to tocsin_owner using (true) with check (true);

grant select, insert, update on object_search to tocsin_app;
grant select, insert on object_value to tocsin_app;
grant select, insert, update, delete on object_search_due to tocsin_app;
