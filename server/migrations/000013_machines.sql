-- Machines beside API tokens: client certificates by their fingerprint (mTLS), and registered clients that fetch
-- short-lived access tokens (OAuth 2.0 client credentials). Bound to one org, to scopes, and where wanted to addresses.

create table client_certificate (
  id           int generated always as identity primary key,
  fingerprint  bytea not null check (length(fingerprint) = 32), -- SHA-256 of the certificate (DER)
  org          int not null references org,
  name         text not null,
  subject      text,                       -- as the certificate says; null where only its fingerprint was given
  scopes       text[] not null,
  addresses    cidr[],                     -- where it may be used from; null: anywhere
  created_at   timestamptz not null,
  created_by   text not null,
  expires_at   timestamptz,                -- the certificate's own end, or an earlier one
  last_used_at timestamptz,
  revoked_at   timestamptz
);
-- A certificate means one org. Revoked, it may be registered again.
create unique index client_certificate_fingerprint on client_certificate (fingerprint) where revoked_at is null;
create index on client_certificate (org);

create table oauth_client (
  id           int generated always as identity primary key,
  client_id    uuid not null unique default gen_random_uuid(),
  hash         bytea not null,             -- SHA-256 of its secret, 256 random bits
  prefix       text not null,
  org          int not null references org,
  name         text not null,
  scopes       text[] not null,
  addresses    cidr[],
  created_at   timestamptz not null,
  created_by   text not null,
  expires_at   timestamptz,
  last_used_at timestamptz,
  revoked_at   timestamptz
);
create index on oauth_client (org);

create table access_token (
  hash         bytea primary key,
  client       int not null references oauth_client,
  org          int not null references org,
  scopes       text[] not null,
  issued_at    timestamptz not null,
  expires_at   timestamptz not null
);
create index on access_token (expires_at);

do $$
declare t text;
begin
  foreach t in array array['client_certificate', 'oauth_client', 'access_token'] loop
    execute format('alter table %I enable row level security', t);
    execute format('alter table %I force row level security', t);
    execute format('create policy %I on %I for all to tocsin_app using (org = (select acting_org()) or (select sees_all())) with check (org = (select acting_org()) or (select sees_all()))', t || '_own', t);
    execute format('create policy %I on %I to tocsin_owner using (true) with check (true)', t || '_definer', t);
  end loop;
end $$;
grant select, insert, update on client_certificate, oauth_client to tocsin_app;
grant select, insert, delete on access_token to tocsin_app;
