-- Machines (tokens) and people (sessions). Secrets are stored as SHA-256 of 256 random bits.

create table token (
  id           int generated always as identity primary key,
  hash         bytea not null unique,
  prefix       text not null,              -- first characters, to recognise it in lists
  org          int not null references org,
  name         text not null,
  scopes       text[] not null,
  addresses    cidr[],                     -- where it may be used from; null: anywhere
  created_at   timestamptz not null,
  created_by   text not null,
  expires_at   timestamptz,
  last_used_at timestamptz,
  revoked_at   timestamptz
);
create index on token (org);

create table session (
  hash         bytea primary key,
  org          int not null references org,
  person       text not null,              -- the name shown; in a drill, the persona
  persona      text,                       -- which persona of the drill, else null
  token        int references token,       -- the token it was opened with, else null
  scopes       text[] not null,
  created_at   timestamptz not null,
  seen_at      timestamptz not null,
  expires_at   timestamptz not null
);

alter table token enable row level security;
alter table token force row level security;
create policy token_own on token for all to tocsin_app
  using (org = (select acting_org()) or (select sees_all()))
  with check (org = (select acting_org()) or (select sees_all()));
create policy token_definer on token to tocsin_owner using (true) with check (true);
alter table session enable row level security;
alter table session force row level security;
create policy session_own on session for all to tocsin_app
  using (org = (select acting_org()) or (select sees_all()))
  with check (org = (select acting_org()) or (select sees_all()));
create policy session_definer on session to tocsin_owner using (true) with check (true);

grant select, insert, update, delete on token, session to tocsin_app;
