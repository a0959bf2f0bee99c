-- What each org answers for, whom to call, and what is known about networks and names.
-- Two layers: automatic rows are imported and replaced as a whole per import source; manual rows are
-- an operator's override, with note and expiry, and win over automatic ones.

create table constituency (
  id           int generated always as identity primary key,
  org          int not null references org on delete cascade,
  layer        text not null check (layer in ('automatic', 'manual')),
  kind         text not null check (kind in ('nation', 'asn', 'prefix', 'suffix', 'sector')),
  value        text not null,              -- 'PL', '64500', '2001:db8::/48', 'gov.example', 'energy'
  effect       text not null default 'include' check (effect in ('include', 'exclude')),
  shared       boolean not null default false, -- asn, prefix: many customers behind one address
  import       text,                       -- automatic: which import it came with
  note         text,
  expires_at   timestamptz,
  created_at   timestamptz not null default now(),
  created_by   text not null,
  check (effect = 'include' or layer = 'manual'),
  check ((layer = 'automatic') = (import is not null)),
  unique (org, layer, kind, value, effect)
);
create index on constituency (kind, value);

create table contact (
  id           int generated always as identity primary key,
  org          int not null references org on delete cascade,
  layer        text not null check (layer in ('automatic', 'manual')),
  name         text not null,
  role         text not null,
  email        text,
  phone        text,
  languages    text[] not null default '{}',
  hours        text,
  time_zone    text,
  deputy       int references contact on delete set null,
  dedicated_to text references nation,     -- operator's contacts: the nation that this one serves
  import       text,
  note         text,
  expires_at   timestamptz,
  created_at   timestamptz not null default now()
);
create index on contact (org);
create unique index on contact (dedicated_to) where dedicated_to is not null and layer = 'manual';

create table autonomous_system (
  asn          bigint primary key check (asn between 0 and 4294967295),
  name         text not null,
  country      text,
  import       text                        -- which import named it; null: the IP data
);

create table family (
  id           int generated always as identity primary key,
  name         text not null unique
);
create table family_alias (
  alias        text primary key,           -- lower case
  family       int not null references family,
  layer        text not null check (layer in ('automatic', 'manual')),
  import       text,                       -- automatic: which import it came with
  note         text,
  check ((layer = 'automatic') = (import is not null))
);

create table ip_snapshot (
  id           int generated always as identity primary key,
  name         text not null unique,
  built_at     timestamptz not null,
  active       boolean not null default false,
  file         text not null,
  sha256       text not null,
  prefixes4    int not null,
  prefixes6    int not null,
  inputs       jsonb not null,
  created_at   timestamptz not null default now()
);
create unique index on ip_snapshot (active) where active;

create table warninglist (
  id           int generated always as identity primary key,
  name         text not null unique,
  kind         text not null check (kind in ('scanner', 'researcher', 'sinkhole', 'resolver', 'benign')),
  enabled      boolean not null default true,
  addresses    cidr[] not null default '{}',
  domains      text[] not null default '{}',
  updated_at   timestamptz not null default now()
);

-- Bumped by every change that routing, filters or names depend on; the pipeline reloads when it moves.
create sequence registry_version;

alter table constituency enable row level security;
alter table constituency force row level security;
create policy constituency_read on constituency for select to tocsin_app
  using (org = (select acting_org()) or (select sees_all()));
create policy constituency_write on constituency for all to tocsin_app
  using ((select sees_all())) with check ((select sees_all()));
create policy constituency_definer on constituency to tocsin_owner using (true) with check (true);

alter table contact enable row level security;
alter table contact force row level security;
create policy contact_read on contact for select to tocsin_app
  using (org = (select acting_org()) or (select sees_all())
         or dedicated_to = (select nation from org where id = (select acting_org())));
create policy contact_write on contact for all to tocsin_app
  using (org = (select acting_org()) or (select sees_all()))
  with check (org = (select acting_org()) or (select sees_all()));
create policy contact_definer on contact to tocsin_owner using (true) with check (true);

grant select, insert, update, delete on constituency, contact to tocsin_app;
grant select, insert, update, delete on autonomous_system, family, family_alias, ip_snapshot, warninglist to tocsin_app;
grant usage, select, update on sequence registry_version to tocsin_app;
