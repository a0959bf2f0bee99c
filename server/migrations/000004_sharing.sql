-- Audiences, routes and the one ordered change log.

-- An audience is an immutable, interned set of orgs. Audience 0 is nobody: what matched no org.
create table audience (
  id           int generated always as identity (start with 1) primary key,
  key          text not null unique        -- member ids, ascending, comma-separated
);
create table audience_member (
  audience     int not null references audience,
  org          int not null references org,
  primary key (audience, org)
);
create index on audience_member (org);
insert into audience (id, key) overriding system value values (0, '');

-- A route says why: which orgs matched, by which rule and value, and whether the sharing rule let it through.
create table route (
  id           int generated always as identity primary key,
  key          text not null unique,
  audience     int not null references audience
);
create table route_reason (
  route        int not null references route,
  position     smallint not null,          -- the most specific first
  org          int not null references org,
  rule         text not null check (rule in ('prefix', 'asn', 'suffix', 'sector', 'nation')),
  value        text not null,
  decision     text not null,              -- name of the sharing rule that decided
  allowed      boolean not null,
  primary key (route, position)
);
create index on route_reason (org);
insert into route (id, key, audience) overriding system value values (0, '', 0);

-- The audiences of the acting org; none once it is suspended.
create function my_audiences() returns int[]
  language sql stable parallel safe security definer set search_path = public
  as $$
    select coalesce(array_agg(m.audience), '{}')
    from audience_member m join org o on o.id = m.org
    where m.org = acting_org() and o.enrolment = 'enrolled'
  $$;

-- The head of the log. A writer takes this row's lock last, adds its changes, and commits:
-- the order of seq is the order of commit.
create table change_head (
  only_one     boolean primary key default true check (only_one),
  epoch        int not null default 1,
  seq          bigint not null default 0,
  horizon      bigint not null default 0   -- changes up to here are gone with retention
);
insert into change_head default values;

create table change (
  seq          bigint primary key,
  committed_at timestamptz not null,
  audience     int not null references audience,
  kind         text not null check (kind in ('published', 'updated', 'withdrawn')),
  subject      text not null check (subject in ('events')),
  portion      bigint,                     -- subject events: the stored portion
  events       int not null default 0,
  reason       text not null
);
create index change_by_audience on change (audience, seq);

alter table audience_member enable row level security;
alter table audience_member force row level security;
create policy audience_member_own on audience_member for select to tocsin_app
  using (org = (select acting_org()) or (select sees_all()));
create policy audience_member_definer on audience_member to tocsin_owner using (true) with check (true);
alter table route_reason enable row level security;
alter table route_reason force row level security;
create policy route_reason_own on route_reason for select to tocsin_app
  using (org = (select acting_org()) or (select sees_all()));
create policy route_reason_definer on route_reason to tocsin_owner using (true) with check (true);
alter table change enable row level security;
alter table change force row level security;
create policy change_own on change for select to tocsin_app
  using (audience = any((select my_audiences())) or (select sees_all()));
create policy change_definer on change to tocsin_owner using (true) with check (true);

create policy audience_member_ingest on audience_member to tocsin_ingest using (true) with check (true);
create policy route_reason_ingest on route_reason to tocsin_ingest using (true) with check (true);
create policy change_ingest on change to tocsin_ingest using (true) with check (true);

grant select on audience, audience_member, route, route_reason, change, change_head to tocsin_app;
grant select, insert on audience, audience_member, route, route_reason, change to tocsin_ingest;
grant select, update on change_head to tocsin_ingest;
