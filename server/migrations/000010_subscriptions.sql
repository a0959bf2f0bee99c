-- Subscriptions: what leaves by itself, as webhooks and mail. Each is a cursor on the change log, of one org.

create table subscription (
  id           bigint generated always as identity primary key,
  org          int not null references org on delete cascade,
  name         text not null,
  channel      text not null check (channel in ('webhook', 'mail')),
  subject      text not null check (subject in ('events', 'objects')),
  url          text,                       -- webhook
  contact      int references contact on delete set null, -- mail: a contact of the same org
  filter       jsonb not null default '{}',
  mail         jsonb,                      -- mail: when, see api/src/subscription.ts
  state        text not null default 'active' check (state in ('active', 'failing', 'paused', 'disabled')),
  epoch        int not null,               -- where it stands: everything up to here was delivered or is in a message
  seq          bigint not null,
  event        uuid,                       -- of change seq, the events up to and including this one
  urgent       jsonb,                      -- mail: where the look-out for what is urgent stands
  digest_at    timestamptz,                -- mail: when the next digest is due
  next_at      timestamptz,                -- not before; null: as soon as there is something
  lease        uuid,                       -- which turn holds it
  lease_until  timestamptz,
  failures     int not null default 0,     -- attempts since the last that succeeded
  failing_since timestamptz,
  last_success_at timestamptz,
  last_error_at timestamptz,
  last_error   text,
  delivered    bigint not null default 0,  -- items, over all its life
  created_at   timestamptz not null,
  created_by   text not null,
  check ((channel = 'webhook') = (url is not null)),
  check (channel = 'webhook' or mail is not null),
  unique (org, name)
);
create index on subscription (contact);

-- What webhooks are signed with. Shown once, when it is made; after that only the programme reads it.
create table subscription_secret (
  id           bigint generated always as identity primary key,
  subscription bigint not null references subscription on delete cascade,
  org          int not null,
  secret       text not null,              -- whsec_...
  created_at   timestamptz not null,
  expires_at   timestamptz                 -- set by rotation: until then both sign
);
create index on subscription_secret (subscription);

-- One webhook or mail: the intent, written before it leaves, and what became of it. Not the body: that is read again
-- from the log, and cleared again, each time it is sent.
create table subscription_message (
  id           text primary key,           -- webhook-id, or the left part of Message-ID
  subscription bigint not null references subscription on delete cascade,
  org          int not null,
  kind         text not null check (kind in ('items', 'log_restored', 'log_gap', 'test', 'digest', 'urgent', 'notice')),
  state        text not null check (state in ('sending', 'waiting', 'delivered', 'dead', 'empty', 'unknown')),
  from_epoch   int not null,
  from_seq     bigint not null,
  from_event   uuid,
  to_seq       bigint not null,
  to_event     uuid,
  items        int not null,
  attempts     int not null default 0,
  address      text,                       -- mail: to whom
  created_at   timestamptz not null,
  attempted_at timestamptz,
  status       int,                        -- of HTTP or SMTP
  answer       text                        -- what went wrong, or what the mail server said
);
create index subscription_message_list on subscription_message (subscription, created_at);
create index subscription_message_open on subscription_message (subscription) where state in ('sending', 'waiting');
create index subscription_message_mail on subscription_message (address, created_at) where address is not null;

-- Links to end a mail subscription: bound to it, stored hashed, spent only by POST (mail scanners follow links).
create table unsubscribe_link (
  hash         bytea primary key,
  subscription bigint not null references subscription on delete cascade,
  expires_at   timestamptz not null
);
create index on unsubscribe_link (subscription);

alter table subscription enable row level security;
alter table subscription force row level security;
-- The operator sees how each fares; what it is and where it leads is for the org itself to change.
create policy subscription_read on subscription for select to tocsin_app
  using (org = (select acting_org()) or (select sees_all()));
create policy subscription_write on subscription for all to tocsin_app
  using (org = (select acting_org()) or (select acting_org()) = 0)
  with check (org = (select acting_org()) or (select acting_org()) = 0);
create policy subscription_definer on subscription to tocsin_owner using (true) with check (true);

alter table subscription_secret enable row level security;
alter table subscription_secret force row level security;
create policy subscription_secret_programme on subscription_secret for all to tocsin_app
  using ((select acting_org()) = 0) with check ((select acting_org()) = 0);
create policy subscription_secret_make on subscription_secret for insert to tocsin_app
  with check (org = (select acting_org()) and subscription in (select id from subscription where org = (select acting_org())));
create policy subscription_secret_definer on subscription_secret to tocsin_owner using (true) with check (true);

alter table subscription_message enable row level security;
alter table subscription_message force row level security;
create policy subscription_message_read on subscription_message for select to tocsin_app
  using (org = (select acting_org()) or (select sees_all()));
create policy subscription_message_write on subscription_message for all to tocsin_app
  using ((select acting_org()) = 0) with check ((select acting_org()) = 0);
create policy subscription_message_definer on subscription_message to tocsin_owner using (true) with check (true);

alter table unsubscribe_link enable row level security;
alter table unsubscribe_link force row level security;
create policy unsubscribe_link_programme on unsubscribe_link for all to tocsin_app
  using ((select acting_org()) = 0) with check ((select acting_org()) = 0);
create policy unsubscribe_link_definer on unsubscribe_link to tocsin_owner using (true) with check (true);

grant select, insert, update, delete on subscription, subscription_secret, subscription_message, unsubscribe_link to tocsin_app;
