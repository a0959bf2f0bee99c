-- Logs that show afterwards whether they were changed: who did and read what (audit), who saw an org's data (seen), what
-- an org was given and what it did with it (receipt). Each org has its own chain of each log; docs/adr/0015-audit.md.

-- Names and addresses stand apart from the rows, so that they can be erased and the chain still holds: a row carries the
-- SHA-256 of a key, the kind and the value. Key and value go together; what is left then says nothing of anybody.
-- A new key each month, so that erasing the month of a row is erasing the row's names.
create table audit_identity (
  digest       bytea primary key,
  org          int not null,               -- of whom it is a person or a token; 0: the programme itself
  kind         text not null check (kind in ('actor', 'address')),
  month        date not null,
  key          text,                       -- 244 random bits, as hex
  value        text,
  check ((key is null) = (value is null))
);
create index on audit_identity (org, kind, value, month);
create index on audit_identity (kind, month) where value is not null;

-- Also computed by api/src/audit/canonical.ts: identityText().
create function audit_digest(key text, kind text, value text) returns bytea
  language sql immutable parallel safe
  return sha256(convert_to(key || ':' || kind || ':' || value, 'UTF8'));

-- The digest that stands for a value in rows of a time; a new one where this month has none yet. Two at once may make
-- one each: both are good, and neither waits for the other.
create function audit_identity_of(of_org int, of_kind text, of_value text, at timestamptz) returns bytea
  language plpgsql volatile set search_path = public, pg_temp as $$
declare
  of_month constant date := date_trunc('month', at at time zone 'UTC');
  new_key text;
  found bytea;
begin
  if of_value is null then return null; end if;
  select i.digest into found from audit_identity i
    where i.org = of_org and i.kind = of_kind and i.value = of_value and i.month = of_month limit 1;
  if found is not null then return found; end if;
  new_key := replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
  insert into audit_identity (digest, org, kind, month, key, value)
    values (audit_digest(new_key, of_kind, of_value), of_org, of_kind, of_month, new_key, of_value)
    returning digest into found;
  return found;
end $$;

alter table audit rename to audit_row;
alter table audit_row
  add column log text not null default 'audit' check (log in ('audit', 'seen')),
  add column who bytea,                    -- audit_identity of the actor
  add column address bytea,                -- audit_identity of the address it came from
  add column routes jsonb,                 -- until sealed: whose data a read showed, as counts by route of events
  add column owners jsonb,                 -- until sealed: the same as counts of objects by the org that owns them
  add column seq bigint,                   -- place in the chain of (log, org); null until sealed
  add column hash bytea,
  add check ((seq is null) = (hash is null));
update audit_row set who = audit_identity_of(org, 'actor', actor, at);
alter table audit_row drop column actor;
drop index audit_subject_id_idx;
create index audit_by_subject on audit_row (subject, id) where action not in ('data.read', 'data.export', 'data.seen');
create index audit_unsealed on audit_row (id) where seq is null;
create unique index audit_chain on audit_row (org, log, seq);
create index audit_by_org on audit_row (org, log, id);

create view audit with (security_invoker = true) as
  select r.id, r.log, r.at, r.org, i.value as actor, r.action, r.subject, r.detail, r.seq, r.hash
  from audit_row r left join audit_identity i on i.digest = r.who;

create table receipt (
  id           bigint generated always as identity primary key,
  org          int not null,               -- to whom it was given
  at           timestamptz not null,
  kind         text not null check (kind in ('delivered', 'read', 'acted', 'feedback')),
  channel      text not null,              -- the way it went out, or by which the org answered
  subject      text not null check (subject in ('events', 'objects')),
  epoch        int not null,
  first_seq    bigint not null,            -- the changes that it is about
  last_seq     bigint not null,
  items        int not null,
  digest       bytea,                      -- delivered: SHA-256 of the ids, in the order in which they were sent
  who          bytea,                      -- audit_identity of who answered
  detail       jsonb not null default '{}',
  seq          bigint,
  hash         bytea,
  check (first_seq <= last_seq),
  check ((seq is null) = (hash is null))
);
create index receipt_unsealed on receipt (id) where seq is null;
create unique index receipt_chain on receipt (org, seq);
create index receipt_by_org on receipt (org, id);
create index receipt_by_change on receipt (org, subject, last_seq, first_seq);

-- Where each chain stands, and behind which hash its kept rows begin.
create table log_head (
  log          text not null check (log in ('audit', 'seen', 'receipt')),
  org          int not null,
  seq          bigint not null,
  hash         bytea not null,
  start_seq    bigint not null default 0,
  start_hash   bytea not null,
  sealed_at    timestamptz not null,
  primary key (log, org)
);

-- A signed statement of where every chain stood. It names each chain by a digest that only who has the chain can make.
create table checkpoint (
  number       bigint primary key,
  at           timestamptz not null,
  key          text not null,              -- id of the key
  document     text not null,              -- the signed bytes, as they are
  signature    text not null
);
-- Where the chains stood that had moved on since the checkpoint before.
create table checkpoint_place (
  number       bigint not null references checkpoint on delete cascade,
  log          text not null,
  org          int not null,
  seq          bigint not null,
  hash         bytea not null,
  primary key (log, org, number)
);
create table checkpoint_key (
  id           text primary key,
  public_key   text not null,              -- SPKI, PEM
  since        timestamptz not null
);

alter table audit_identity enable row level security;
alter table audit_identity force row level security;
create policy audit_identity_read on audit_identity for select to tocsin_app using (org = (select acting_org()) or (select sees_all()));
create policy audit_identity_write on audit_identity for insert to tocsin_app with check (org = (select acting_org()) or (select sees_all()));
create policy audit_identity_definer on audit_identity to tocsin_owner using (true) with check (true);

-- A row is sealed once, by the programme; after that nobody below the owner of the database changes it.
create policy audit_seal on audit_row for update to tocsin_app
  using ((select acting_org()) = 0 and seq is null) with check ((select acting_org()) = 0 and seq is not null);

alter table receipt enable row level security;
alter table receipt force row level security;
create policy receipt_read on receipt for select to tocsin_app using (org = (select acting_org()) or (select sees_all()));
create policy receipt_write on receipt for insert to tocsin_app with check (org = (select acting_org()) or (select acting_org()) = 0);
create policy receipt_seal on receipt for update to tocsin_app
  using ((select acting_org()) = 0 and seq is null) with check ((select acting_org()) = 0 and seq is not null);
create policy receipt_definer on receipt to tocsin_owner using (true) with check (true);

alter table log_head enable row level security;
alter table log_head force row level security;
create policy log_head_read on log_head for select to tocsin_app using (org = (select acting_org()) or (select sees_all()));
create policy log_head_insert on log_head for insert to tocsin_app with check ((select acting_org()) = 0);
create policy log_head_update on log_head for update to tocsin_app using ((select acting_org()) = 0) with check ((select acting_org()) = 0);
create policy log_head_definer on log_head to tocsin_owner using (true) with check (true);

alter table checkpoint_place enable row level security;
alter table checkpoint_place force row level security;
create policy checkpoint_place_read on checkpoint_place for select to tocsin_app using (org = (select acting_org()) or (select sees_all()));
create policy checkpoint_place_write on checkpoint_place for insert to tocsin_app with check ((select acting_org()) = 0);
create policy checkpoint_place_definer on checkpoint_place to tocsin_owner using (true) with check (true);

-- Erases the names or addresses of months before a day; returns how many.
create function erase_audit_identities(of_kind text, before date) returns bigint
  language plpgsql security definer set search_path = public, pg_temp as $$
declare n bigint;
begin
  if acting_org() is distinct from 0 then raise exception 'only the programme erases'; end if;
  update audit_identity set key = null, value = null where kind = of_kind and month < before and value is not null;
  get diagnostics n = row_count;
  return n;
end $$;

-- Drops the rows of a chain up to the last signed checkpoint before a time: what is left begins where a signature says.
create function expire_log(of_log text, of_org int, before timestamptz) returns bigint
  language plpgsql security definer set search_path = public, pg_temp as $$
declare upto record; n bigint;
begin
  if acting_org() is distinct from 0 then raise exception 'only the programme drops rows'; end if;
  select p.seq, p.hash into upto from checkpoint_place p join checkpoint c using (number) join log_head h using (log, org)
    where p.log = of_log and p.org = of_org and c.at < before and p.seq > h.start_seq order by p.number desc limit 1;
  if upto.seq is null then return 0; end if;
  if of_log = 'receipt' then delete from receipt where org = of_org and seq <= upto.seq;
  else delete from audit_row where org = of_org and log = of_log and seq <= upto.seq; end if;
  get diagnostics n = row_count;
  update log_head set start_seq = upto.seq, start_hash = upto.hash where log = of_log and org = of_org;
  return n;
end $$;
revoke all on function erase_audit_identities(text, date), expire_log(text, int, timestamptz) from public;
grant execute on function erase_audit_identities(text, date), expire_log(text, int, timestamptz) to tocsin_app;

grant select, insert on audit_identity, receipt, checkpoint, checkpoint_place, checkpoint_key to tocsin_app;
grant select on audit to tocsin_app;
grant update (seq, hash, routes, owners) on audit_row to tocsin_app;
grant update (seq, hash) on receipt to tocsin_app;
grant select, insert, update on log_head to tocsin_app;
