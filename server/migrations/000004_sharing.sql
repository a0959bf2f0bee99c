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

-- The audiences of the acting org; none unless it is enrolled. A suspended nation suspends its public bodies:
-- sharing/facts.ts enrolmentInForce() says the same.
create function my_audiences() returns int[]
  language sql stable parallel safe security definer set search_path = public
  as $$
    select coalesce(array_agg(m.audience), '{}')
    from audience_member m join org o on o.id = m.org left join nation n on n.code = o.nation
    where m.org = acting_org() and o.enrolment = 'enrolled'
      and not (o.kind in ('government', 'law_enforcement') and coalesce(n.enrolment = 'suspended', false))
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
  first_day    date,                       -- subject events: the days that the portion touches,
  last_day     date,                       -- so that a reader opens those partitions and no others
  events       int not null default 0,
  reason       text not null
);
create index change_by_audience on change (audience, seq);

-- Removes changes that were committed before a time and moves the horizon, so that a cursor from before gets 410 and
-- not silence. Retention calls it when the events are gone.
create function expire_changes(before timestamptz) returns bigint
  language plpgsql security definer set search_path = public, pg_temp as $$
declare upto bigint;
begin
  select max(seq) into upto from change where seq < coalesce((select min(seq) from change where committed_at >= before), 9223372036854775807);
  if upto is null then return 0; end if;
  update change_head set horizon = greatest(horizon, upto);
  with gone as (delete from change where seq <= upto returning 1) select count(*) into upto from gone;
  return upto;
end $$;
revoke all on function expire_changes(timestamptz) from public;
grant execute on function expire_changes(timestamptz) to tocsin_app;

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
  using (audience = any((select my_audiences())::int[]) or (select sees_all()));
create policy change_definer on change to tocsin_owner using (true) with check (true);

create policy audience_member_ingest on audience_member to tocsin_ingest using (true) with check (true);
create policy route_reason_ingest on route_reason to tocsin_ingest using (true) with check (true);
create policy change_ingest on change to tocsin_ingest using (true) with check (true);

grant select on audience, audience_member, route, route_reason, change, change_head to tocsin_app;
grant select, insert on audience, audience_member, route, route_reason, change to tocsin_ingest;
grant select, update on change_head to tocsin_ingest;
