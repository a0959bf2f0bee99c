-- People: accounts of an org, what they sign in with, invitations, sessions as they are listed. Nothing here can be used
-- by who reads it: passwords are argon2id, codes and links are hashes, the secrets of one-time passwords are sealed with
-- a key that is not in the database.

create table person (
  id           uuid primary key default gen_random_uuid(),
  org          int not null references org,
  persona      text unique,                -- the persona of a drill that this is, else null
  name         text not null check (length(name) between 1 and 200),
  mail         text not null check (length(mail) <= 254),
  languages    text[] not null default '{}',
  role         text not null check (role in ('reader', 'analyst', 'administrator', 'programme_administrator')),
  status       text not null default 'active' check (status in ('active', 'suspended')),
  created_at   timestamptz not null,
  created_by   text not null,
  last_sign_in timestamptz,
  unique (id, org)
);
-- Within its org only: whether somebody has an account elsewhere is nobody's business.
create unique index person_mail on person (org, lower(mail));
comment on table person is 'A named person of an org. Identified by its id, never by its mail address.';

create table external_identity (
  id           int generated always as identity primary key,
  person       uuid not null,
  org          int not null,
  issuer       text not null,
  subject      text not null,
  provider     text not null,
  created_at   timestamptz not null,
  last_used_at timestamptz,
  unique (issuer, subject),
  foreign key (person, org) references person (id, org) on delete cascade
);
create index on external_identity (person);

create table passkey (
  id            int generated always as identity primary key,
  person        uuid not null,
  org           int not null,
  credential_id text not null unique,
  public_key    bytea not null,
  counter       bigint not null,
  transports    text[] not null,
  synced        boolean not null,          -- kept by a provider of passkeys, on several devices
  name          text not null,
  created_at    timestamptz not null,
  last_used_at  timestamptz,
  foreign key (person, org) references person (id, org) on delete cascade
);
create index on passkey (person);

create table password (
  person       uuid primary key,
  org          int not null,
  hash         text not null,              -- PHC string: algorithm, parameters, salt, key
  changed_at   timestamptz not null,
  foreign key (person, org) references person (id, org) on delete cascade
);

create table totp (
  person       uuid primary key,
  org          int not null,
  sealed       bytea,                      -- in use; null: none yet
  offered      bytea,                      -- shown, and no code of it given yet
  last_step    bigint not null default 0,  -- a code of this step or an earlier one is refused
  foreign key (person, org) references person (id, org) on delete cascade
);

create table recovery_code (
  person       uuid not null,
  org          int not null,
  hash         bytea not null,
  primary key (person, hash),
  foreign key (person, org) references person (id, org) on delete cascade
);

create table invitation (
  id           int generated always as identity primary key,
  org          int not null references org,
  hash         bytea not null unique,
  person       uuid,                       -- whose access is renewed; null: a new account
  name         text not null,
  mail         text not null,
  languages    text[] not null default '{}',
  role         text not null,
  created_at   timestamptz not null,
  created_by   text not null,
  expires_at   timestamptz not null,
  spent_at     timestamptz,
  revoked_at   timestamptz,
  foreign key (person, org) references person (id, org) on delete cascade
);
create index on invitation (org);

alter table session
  add column id            uuid not null default gen_random_uuid() unique,
  add column person_id     uuid references person on delete cascade,
  add column method        text not null default 'token',
  add column device        text not null default '',
  add column enrolling     boolean not null default false,
  add column stepped_up_at timestamptz;
create index on session (person_id);
comment on column session.stepped_up_at is 'When a second factor was last shown in this session.';
comment on column session.enrolling is 'Opened by an invitation: good for nothing but adding a way to sign in.';

-- Steps of a sign-in that is under way: spent by deleting the row.
create table sign_in_step (
  hash         bytea primary key,
  purpose      text not null,
  facts        jsonb not null,
  expires_at   timestamptz not null
);

-- Failures by address and by account. Who failed is stored as a hash: an address or name here would be a record of people.
create table sign_in_failure (
  key          bytea primary key,
  failures     int not null,
  last_at      timestamptz not null
);

do $$
declare t text;
begin
  foreach t in array array['person', 'external_identity', 'passkey', 'password', 'totp', 'recovery_code', 'invitation'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I for all to tocsin_app using (org = (select acting_org()) or (select sees_all())) with check (org = (select acting_org()) or (select sees_all()))', t || '_own', t);
    execute format('create policy %I on %I to tocsin_owner using (true) with check (true)', t || '_definer', t);
    execute format('grant select, insert, update, delete on %I to tocsin_app', t);
  end loop;
  foreach t in array array['sign_in_step', 'sign_in_failure'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I for all to tocsin_app using ((select acting_org()) = 0) with check ((select acting_org()) = 0)', t || '_programme', t);
    execute format('create policy %I on %I to tocsin_owner using (true) with check (true)', t || '_definer', t);
    execute format('grant select, insert, update, delete on %I to tocsin_app', t);
  end loop;
end $$;
