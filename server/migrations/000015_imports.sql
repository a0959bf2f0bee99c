-- What was read from a file, a paste or a peer: first looked at, then stored as drafts. Its org's alone.
create table import (
  id           bigint generated always as identity primary key,
  org          int not null references org,
  name         text not null,                 -- of the file, or what it was called
  format       text not null check (format in ('stix', 'misp', 'csv', 'text')),
  state        text not null default 'preview' check (state in ('preview', 'storing', 'done', 'discarded', 'undone')),
  source       text,                          -- who is behind it
  reliability  text check (reliability in ('A', 'B', 'C', 'D', 'E', 'F')), -- of the source (Admiralty code)
  credibility  smallint check (credibility between 1 and 6),               -- of the information
  mapping      jsonb,                         -- CSV: which column is what
  created_at   timestamptz not null,
  created_by   text not null,
  decided_at   timestamptz,
  decided_by   text
);
create index import_by_org on import (org, id);

-- One object of an import, or why it is none.
create table import_item (
  import       bigint not null references import on delete cascade,
  position     int not null,                  -- from 1
  org          int not null references org,
  outcome      text not null check (outcome in ('new', 'stored', 'duplicate', 'conflict', 'revoked', 'invalid', 'skipped', 'corrected', 'undone')),
  stix_id      text collate "C",
  version      text,
  type         text,
  name         text,
  tlp          text,                          -- the level that marks it; null: none
  problems     jsonb not null default '[]',   -- path, rule, section, message
  warninglists text[] not null default '{}',  -- lists of what is harmless that hold what it looks for
  body         text,                          -- the object, until it is stored
  raw          text,                          -- what was refused, as it came: nothing is lost
  stored_row   bigint,                        -- of object_version
  corrected_by bigint,                        -- the import that has it corrected
  primary key (import, position)
);
create index import_item_outcomes on import_item (import, outcome, position);

-- Where an object version of an org came from, and how far its source is to be believed: scores rest on it.
create table object_provenance (
  version      bigint primary key,            -- row of object_version
  org          int not null references org,
  import       bigint not null,
  source       text,
  reliability  text,
  credibility  smallint
);

alter table import enable row level security;
alter table import force row level security;
create policy import_own on import to tocsin_app
  using (org = (select acting_org()) or (select acting_org()) = 0) with check (org = (select acting_org()) or (select acting_org()) = 0);
create policy import_definer on import to tocsin_owner using (true) with check (true);
alter table import_item enable row level security;
alter table import_item force row level security;
create policy import_item_own on import_item to tocsin_app
  using (org = (select acting_org()) or (select acting_org()) = 0) with check (org = (select acting_org()) or (select acting_org()) = 0);
create policy import_item_definer on import_item to tocsin_owner using (true) with check (true);
alter table object_provenance enable row level security;
alter table object_provenance force row level security;
create policy object_provenance_own on object_provenance to tocsin_app
  using (org = (select acting_org()) or (select acting_org()) = 0) with check ((select acting_org()) = 0);
create policy object_provenance_definer on object_provenance to tocsin_owner using (true) with check (true);
grant select, insert, update, delete on import, import_item to tocsin_app;
grant select, insert, update on object_provenance to tocsin_app;
