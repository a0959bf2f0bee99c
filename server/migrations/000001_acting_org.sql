-- Who is acting. Every transaction names the acting org in app.org; 0 is the programme itself
-- (pipeline, jobs), unset sees nothing. Policies ask these functions and nothing else.

create function acting_org() returns int
  language sql stable parallel safe
  return nullif(current_setting('app.org', true), '')::int;

create table programme (
  only_one     boolean primary key default true check (only_one),
  kind         text not null check (kind in ('drill', 'real')),
  name         text not null,
  created_at   timestamptz not null default now()
);
comment on table programme is 'One deployment. Born drill or real; never converts.';

create function programme_kind_is_final() returns trigger language plpgsql as $$
begin
  if new.kind <> old.kind then
    raise exception 'a % programme never becomes %', old.kind, new.kind using errcode = 'check_violation';
  end if;
  return new;
end $$;
create trigger programme_kind_is_final before update on programme
  for each row execute function programme_kind_is_final();

create table nation (
  code         text primary key check (code ~ '^[A-Z]{2}$'),
  name         text not null,
  basis        text not null check (basis in ('eu', 'accession', 'efta', 'uk', 'monaco', 'vatican')),
  enrolment    text not null default 'invited' check (enrolment in ('invited', 'enrolled', 'suspended')),
  languages    text[] not null,
  time_zone    text not null,
  domains      text[] not null,            -- country-code top-level domains, IDN ones as A-labels
  updated_at   timestamptz not null default now()
);

create table org (
  id           int generated always as identity primary key,
  handle       text not null unique check (handle ~ '^[a-z0-9][a-z0-9-]{1,62}$'),
  name         text not null,
  kind         text not null check (kind in ('operator', 'government', 'law_enforcement', 'partner', 'isp')),
  nation       text references nation,
  team         text check (team in ('national_csirt', 'government_csirt', 'other')),
  enrolment    text not null default 'invited' check (enrolment in ('invited', 'enrolled', 'suspended')),
  created_at   timestamptz not null default now(),
  updated_at   timestamptz not null default now()
);
create index on org (nation);

-- The operator and the programme itself see every row; asked once per statement as (select sees_all()).
create function sees_all() returns boolean
  language sql stable parallel safe security definer set search_path = public
  as $$ select acting_org() = 0 or exists (select from org where id = acting_org() and kind = 'operator' and enrolment = 'enrolled') $$;

alter table org enable row level security;
alter table org force row level security;
-- sees_all() reads org as its owner: this policy lets the owner's definer functions through.
create policy org_definer on org to tocsin_owner using (true) with check (true);
create policy org_own on org for select to tocsin_app using (id = (select acting_org()) or (select sees_all()));
create policy org_operator on org for all to tocsin_app using ((select sees_all())) with check ((select sees_all()));
create policy org_ingest on org for select to tocsin_ingest using (true);

create table audit (
  id           bigint generated always as identity primary key,
  at           timestamptz not null,
  org          int not null,               -- 0: the programme itself
  actor        text not null,
  action       text not null,
  subject      text not null,
  detail       jsonb not null default '{}'
);
create index on audit (subject, id);
alter table audit enable row level security;
alter table audit force row level security;
create policy audit_read on audit for select to tocsin_app using (org = (select acting_org()) or (select sees_all()));
create policy audit_write on audit for insert to tocsin_app with check (org = (select acting_org()) or (select sees_all()));
create policy audit_definer on audit to tocsin_owner using (true) with check (true);

create table outbox (
  id           bigint generated always as identity primary key,
  topic        text not null,
  payload      jsonb not null,
  created_at   timestamptz not null default now(),
  processed_at timestamptz
);
create index on outbox (id) where processed_at is null;

grant usage on schema public to tocsin_app, tocsin_ingest;
grant select, insert, update on programme to tocsin_app;
grant select, insert, update on nation, org to tocsin_app;
grant select on programme, nation, org to tocsin_ingest;
grant select, insert on audit to tocsin_app;
grant select, insert, update, delete on outbox to tocsin_app;
grant insert on outbox to tocsin_ingest;
