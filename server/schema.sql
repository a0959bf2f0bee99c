-- The schema that server/migrations make, read from the catalogue of PostgreSQL.
-- Written by a program (node server/test/write-schema.ts) and compared by a test: change a migration, never this file.
-- Left out: partitions by day, the job queue's own schema (pgboss).

-- Types

create type object_criteria as (words text, ranked text, uuids uuid[], owned boolean, draft boolean, tags text[], verdicts text[], since timestamp with time zone, until timestamp with time zone, "least" real, now timestamp with time zone);

-- Sequences (those of identity columns are written with their column)

create sequence portion_id as bigint;
create sequence registry_version as bigint;

-- Tables

create table "overlay" (
  org integer not null,
  stix_id text collate "C" not null,
  verdict text,
  status text,
  note text default ''::text not null,
  updated_at timestamp with time zone not null,
  updated_by text not null,
  tags text[] default '{}'::text[] not null,
  score smallint
);
alter table "overlay" add constraint overlay_org_fkey FOREIGN KEY (org) REFERENCES org(id);
alter table "overlay" add constraint overlay_pkey PRIMARY KEY (org, stix_id);
alter table "overlay" add constraint overlay_score_check CHECK (((score >= 0) AND (score <= 100)));
alter table "overlay" add constraint overlay_status_check CHECK ((status = ANY (ARRAY['new'::text, 'in_progress'::text, 'deployed'::text, 'hit'::text, 'closed'::text])));
alter table "overlay" add constraint overlay_verdict_check CHECK ((verdict = ANY (ARRAY['malicious'::text, 'suspicious'::text, 'benign'::text, 'unknown'::text])));
CREATE INDEX overlay_tags ON public."overlay" USING gin (tags) WHERE (tags <> '{}'::text[]);
alter table "overlay" enable row level security;
alter table "overlay" force row level security;
create policy overlay_definer on "overlay" for all to tocsin_owner
  using (true)
  with check (true);
create policy overlay_own on "overlay" for all to tocsin_app
  using ((org = ( SELECT acting_org() AS acting_org)))
  with check ((org = ( SELECT acting_org() AS acting_org)));

create table access_token (
  hash bytea not null,
  client integer not null,
  org integer not null,
  scopes text[] not null,
  issued_at timestamp with time zone not null,
  expires_at timestamp with time zone not null
);
alter table access_token add constraint access_token_client_fkey FOREIGN KEY (client) REFERENCES oauth_client(id);
alter table access_token add constraint access_token_org_fkey FOREIGN KEY (org) REFERENCES org(id);
alter table access_token add constraint access_token_pkey PRIMARY KEY (hash);
CREATE INDEX access_token_expires_at_idx ON public.access_token USING btree (expires_at);
alter table access_token enable row level security;
alter table access_token force row level security;
create policy access_token_definer on access_token for all to tocsin_owner
  using (true)
  with check (true);
create policy access_token_own on access_token for all to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)))
  with check (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)));

create table alarm (
  id bigint generated always as identity not null,
  source integer not null,
  kind text not null,
  detail jsonb not null,
  opened_at timestamp with time zone not null,
  closed_at timestamp with time zone,
  closed_by text
);
alter table alarm add constraint alarm_kind_check CHECK ((kind = ANY (ARRAY['silent'::text, 'empty'::text, 'drift'::text])));
alter table alarm add constraint alarm_pkey PRIMARY KEY (id);
alter table alarm add constraint alarm_source_fkey FOREIGN KEY (source) REFERENCES source(id);
CREATE UNIQUE INDEX alarm_open_once ON public.alarm USING btree (source, kind) WHERE (closed_at IS NULL);
alter table alarm enable row level security;
alter table alarm force row level security;
create policy alarm_definer on alarm for all to tocsin_owner
  using (true)
  with check (true);
create policy alarm_ingest on alarm for all to tocsin_ingest
  using (true)
  with check (true);
create policy alarm_own on alarm for all to tocsin_app
  using (((source IN ( SELECT source.id
   FROM source
  WHERE (source.org = ( SELECT acting_org() AS acting_org)))) OR ( SELECT sees_all() AS sees_all)))
  with check (((source IN ( SELECT source.id
   FROM source
  WHERE (source.org = ( SELECT acting_org() AS acting_org)))) OR ( SELECT sees_all() AS sees_all)));

create table audience (
  id integer generated always as identity not null,
  key text not null
);
alter table audience add constraint audience_key_key UNIQUE (key);
alter table audience add constraint audience_pkey PRIMARY KEY (id);

create table audience_member (
  audience integer not null,
  org integer not null
);
alter table audience_member add constraint audience_member_audience_fkey FOREIGN KEY (audience) REFERENCES audience(id);
alter table audience_member add constraint audience_member_org_fkey FOREIGN KEY (org) REFERENCES org(id);
alter table audience_member add constraint audience_member_pkey PRIMARY KEY (audience, org);
CREATE INDEX audience_member_org_idx ON public.audience_member USING btree (org);
alter table audience_member enable row level security;
alter table audience_member force row level security;
create policy audience_member_definer on audience_member for all to tocsin_owner
  using (true)
  with check (true);
create policy audience_member_ingest on audience_member for all to tocsin_ingest
  using (true)
  with check (true);
create policy audience_member_own on audience_member for select to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)));
create policy audience_member_programme on audience_member for insert to tocsin_app
  with check ((( SELECT acting_org() AS acting_org) = 0));

create table audit_identity (
  digest bytea not null,
  org integer not null,
  kind text not null,
  month date not null,
  key text,
  value text
);
alter table audit_identity add constraint audit_identity_check CHECK (((key IS NULL) = (value IS NULL)));
alter table audit_identity add constraint audit_identity_kind_check CHECK ((kind = ANY (ARRAY['actor'::text, 'address'::text])));
alter table audit_identity add constraint audit_identity_pkey PRIMARY KEY (digest);
CREATE INDEX audit_identity_kind_month_idx ON public.audit_identity USING btree (kind, month) WHERE (value IS NOT NULL);
CREATE INDEX audit_identity_org_kind_value_month_idx ON public.audit_identity USING btree (org, kind, value, month);
alter table audit_identity enable row level security;
alter table audit_identity force row level security;
create policy audit_identity_definer on audit_identity for all to tocsin_owner
  using (true)
  with check (true);
create policy audit_identity_read on audit_identity for select to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)));
create policy audit_identity_write on audit_identity for insert to tocsin_app
  with check (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)));

create table audit_row (
  id bigint generated always as identity not null,
  at timestamp with time zone not null,
  org integer not null,
  action text not null,
  subject text not null,
  detail jsonb default '{}'::jsonb not null,
  log text default 'audit'::text not null,
  who bytea,
  address bytea,
  routes jsonb,
  owners jsonb,
  seq bigint,
  hash bytea
);
alter table audit_row add constraint audit_pkey PRIMARY KEY (id);
alter table audit_row add constraint audit_row_check CHECK (((seq IS NULL) = (hash IS NULL)));
alter table audit_row add constraint audit_row_log_check CHECK ((log = ANY (ARRAY['audit'::text, 'seen'::text])));
CREATE INDEX audit_by_org ON public.audit_row USING btree (org, log, id);
CREATE INDEX audit_by_subject ON public.audit_row USING btree (subject, id) WHERE (action <> ALL (ARRAY['data.read'::text, 'data.export'::text, 'data.seen'::text]));
CREATE UNIQUE INDEX audit_chain ON public.audit_row USING btree (org, log, seq);
CREATE INDEX audit_unsealed ON public.audit_row USING btree (id) WHERE (seq IS NULL);
alter table audit_row enable row level security;
alter table audit_row force row level security;
create policy audit_definer on audit_row for all to tocsin_owner
  using (true)
  with check (true);
create policy audit_read on audit_row for select to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)));
create policy audit_seal on audit_row for update to tocsin_app
  using (((( SELECT acting_org() AS acting_org) = 0) AND (seq IS NULL)))
  with check (((( SELECT acting_org() AS acting_org) = 0) AND (seq IS NOT NULL)));
create policy audit_write on audit_row for insert to tocsin_app
  with check (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)));

create table autonomous_system (
  asn bigint not null,
  name text not null,
  country text,
  import text
);
alter table autonomous_system add constraint autonomous_system_asn_check CHECK (((asn >= 0) AND (asn <= '4294967295'::bigint)));
alter table autonomous_system add constraint autonomous_system_pkey PRIMARY KEY (asn);

create table backfill (
  id bigint generated always as identity not null,
  org integer not null,
  state text default 'waiting'::text not null,
  days integer not null,
  first_day date not null,
  last_day date not null,
  done_through date,
  events bigint default 0 not null,
  episodes bigint default 0 not null,
  failure text,
  asked_by text not null,
  asked_at timestamp with time zone not null,
  finished_at timestamp with time zone
);
alter table backfill add constraint backfill_days_check CHECK (((days >= 0) AND (days <= 3650)));
alter table backfill add constraint backfill_org_fkey FOREIGN KEY (org) REFERENCES org(id);
alter table backfill add constraint backfill_pkey PRIMARY KEY (id);
alter table backfill add constraint backfill_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'running'::text, 'done'::text, 'failed'::text])));
CREATE UNIQUE INDEX backfill_one_at_a_time ON public.backfill USING btree (org) WHERE (state = ANY (ARRAY['waiting'::text, 'running'::text]));
CREATE INDEX backfill_org_id_idx ON public.backfill USING btree (org, id DESC);
alter table backfill enable row level security;
alter table backfill force row level security;
create policy backfill_definer on backfill for all to tocsin_owner
  using (true)
  with check (true);
create policy backfill_operator on backfill for all to tocsin_app
  using (( SELECT sees_all() AS sees_all))
  with check (( SELECT sees_all() AS sees_all));
create policy backfill_own on backfill for select to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)));

create table batch (
  id bigint generated always as identity not null,
  source integer not null,
  feed text not null,
  report text,
  name text,
  idempotency_key text,
  content_hash bytea,
  state text default 'open'::text not null,
  failure jsonb,
  received_at timestamp with time zone not null,
  finished_at timestamp with time zone,
  records bigint default 0 not null,
  accepted bigint default 0 not null,
  duplicate bigint default 0 not null,
  filtered bigint default 0 not null,
  quarantined bigint default 0 not null,
  filtered_by jsonb default '{}'::jsonb not null,
  quarantined_by jsonb default '{}'::jsonb not null,
  sent_by text not null
);
alter table batch add constraint batch_pkey PRIMARY KEY (id);
alter table batch add constraint batch_source_fkey FOREIGN KEY (source) REFERENCES source(id);
alter table batch add constraint batch_state_check CHECK ((state = ANY (ARRAY['open'::text, 'done'::text, 'failed'::text])));
CREATE UNIQUE INDEX batch_by_content ON public.batch USING btree (source, content_hash) WHERE ((content_hash IS NOT NULL) AND (state = 'done'::text));
CREATE UNIQUE INDEX batch_by_key ON public.batch USING btree (source, idempotency_key) WHERE ((idempotency_key IS NOT NULL) AND (state <> 'failed'::text));
CREATE INDEX batch_by_time ON public.batch USING brin (received_at) WITH (pages_per_range='16');
CREATE INDEX batch_source_id_idx ON public.batch USING btree (source, id DESC);
alter table batch enable row level security;
alter table batch force row level security;
create policy batch_definer on batch for all to tocsin_owner
  using (true)
  with check (true);
create policy batch_ingest on batch for all to tocsin_ingest
  using (true)
  with check (true);
create policy batch_own on batch for all to tocsin_app
  using (((source IN ( SELECT source.id
   FROM source
  WHERE (source.org = ( SELECT acting_org() AS acting_org)))) OR ( SELECT sees_all() AS sees_all)))
  with check (((source IN ( SELECT source.id
   FROM source
  WHERE (source.org = ( SELECT acting_org() AS acting_org)))) OR ( SELECT sees_all() AS sees_all)));

create table change (
  seq bigint not null,
  committed_at timestamp with time zone not null,
  audience integer not null,
  kind text not null,
  subject text not null,
  portion bigint,
  first_day date,
  last_day date,
  events integer default 0 not null,
  reason text not null,
  version bigint,
  stix_id text collate "C",
  stix_version text,
  collection integer,
  date_added timestamp with time zone
);
alter table change add constraint change_kind_check CHECK ((kind = ANY (ARRAY['published'::text, 'updated'::text, 'withdrawn'::text])));
alter table change add constraint change_object_check CHECK (((subject <> 'object'::text) OR ((version IS NOT NULL) AND (stix_id IS NOT NULL) AND (date_added IS NOT NULL))));
alter table change add constraint change_pkey PRIMARY KEY (seq);
alter table change add constraint change_subject_check CHECK ((subject = ANY (ARRAY['events'::text, 'object'::text])));
CREATE INDEX change_events ON public.change USING btree (seq) WHERE (subject = 'events'::text);
CREATE INDEX change_events_by_audience ON public.change USING btree (audience, seq) WHERE (subject = 'events'::text);
CREATE INDEX change_objects_by_audience ON public.change USING btree (audience, seq) WHERE (subject = 'object'::text);
CREATE INDEX change_tombstones ON public.change USING btree (audience, date_added) WHERE (kind = 'withdrawn'::text);
alter table change enable row level security;
alter table change force row level security;
create policy change_definer on change for all to tocsin_owner
  using (true)
  with check (true);
create policy change_ingest on change for all to tocsin_ingest
  using (true)
  with check (true);
create policy change_objects on change for insert to tocsin_app
  with check (((( SELECT acting_org() AS acting_org) = 0) AND (subject = 'object'::text)));
create policy change_own on change for select to tocsin_app
  using (((audience = ANY (( SELECT my_audiences() AS my_audiences)::integer[])) OR ((kind = 'withdrawn'::text) AND (audience = ANY (( SELECT my_tombstone_audiences() AS my_tombstone_audiences)::integer[]))) OR ((subject = 'events'::text) AND ( SELECT sees_all() AS sees_all)) OR (( SELECT acting_org() AS acting_org) = 0)));

create table change_head (
  only_one boolean default true not null,
  epoch integer default 1 not null,
  seq bigint default 0 not null,
  horizon bigint default 0 not null,
  date_added timestamp with time zone default '1970-01-01 00:00:00+00'::timestamp with time zone not null
);
alter table change_head add constraint change_head_only_one_check CHECK (only_one);
alter table change_head add constraint change_head_pkey PRIMARY KEY (only_one);

create table checkpoint (
  number bigint not null,
  at timestamp with time zone not null,
  key text not null,
  document text not null,
  signature text not null
);
alter table checkpoint add constraint checkpoint_pkey PRIMARY KEY (number);

create table checkpoint_key (
  id text not null,
  public_key text not null,
  since timestamp with time zone not null
);
alter table checkpoint_key add constraint checkpoint_key_pkey PRIMARY KEY (id);

create table checkpoint_place (
  number bigint not null,
  log text not null,
  org integer not null,
  seq bigint not null,
  hash bytea not null
);
alter table checkpoint_place add constraint checkpoint_place_number_fkey FOREIGN KEY (number) REFERENCES checkpoint(number) ON DELETE CASCADE;
alter table checkpoint_place add constraint checkpoint_place_pkey PRIMARY KEY (log, org, number);
alter table checkpoint_place enable row level security;
alter table checkpoint_place force row level security;
create policy checkpoint_place_definer on checkpoint_place for all to tocsin_owner
  using (true)
  with check (true);
create policy checkpoint_place_read on checkpoint_place for select to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)));
create policy checkpoint_place_write on checkpoint_place for insert to tocsin_app
  with check ((( SELECT acting_org() AS acting_org) = 0));

create table client_certificate (
  id integer generated always as identity not null,
  fingerprint bytea not null,
  org integer not null,
  name text not null,
  subject text,
  scopes text[] not null,
  addresses cidr[],
  created_at timestamp with time zone not null,
  created_by text not null,
  expires_at timestamp with time zone,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone
);
alter table client_certificate add constraint client_certificate_fingerprint_check CHECK ((length(fingerprint) = 32));
alter table client_certificate add constraint client_certificate_org_fkey FOREIGN KEY (org) REFERENCES org(id);
alter table client_certificate add constraint client_certificate_pkey PRIMARY KEY (id);
CREATE UNIQUE INDEX client_certificate_fingerprint ON public.client_certificate USING btree (fingerprint) WHERE (revoked_at IS NULL);
CREATE INDEX client_certificate_org_idx ON public.client_certificate USING btree (org);
alter table client_certificate enable row level security;
alter table client_certificate force row level security;
create policy client_certificate_definer on client_certificate for all to tocsin_owner
  using (true)
  with check (true);
create policy client_certificate_own on client_certificate for all to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)))
  with check (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)));

create table collection (
  number integer generated always as identity not null,
  id uuid default gen_random_uuid() not null,
  alias text not null,
  title text not null,
  description text,
  readers integer not null,
  created_at timestamp with time zone not null,
  created_by text not null
);
alter table collection add constraint collection_alias_check CHECK ((alias ~ '^[a-z0-9][a-z0-9-]{0,48}$'::text));
alter table collection add constraint collection_alias_key UNIQUE (alias);
alter table collection add constraint collection_id_key UNIQUE (id);
alter table collection add constraint collection_pkey PRIMARY KEY (number);
alter table collection add constraint collection_readers_fkey FOREIGN KEY (readers) REFERENCES sharing_group(id);
alter table collection enable row level security;
alter table collection force row level security;
create policy collection_definer on collection for all to tocsin_owner
  using (true)
  with check (true);
create policy collection_granted on collection for select to tocsin_app
  using (((number IN ( SELECT g.collection
   FROM collection_grant g
  WHERE (g.org = ( SELECT acting_org() AS acting_org)))) OR ( SELECT sees_all() AS sees_all)));
create policy collection_operator on collection for all to tocsin_app
  using (( SELECT sees_all() AS sees_all))
  with check (( SELECT sees_all() AS sees_all));

create table collection_entry (
  version bigint not null,
  seq bigint not null,
  audience integer not null,
  collection integer not null,
  date_added timestamp with time zone not null,
  type text not null,
  live boolean default true not null,
  several boolean default false not null
);
alter table collection_entry add constraint collection_entry_pkey PRIMARY KEY (version, seq);
CREATE UNIQUE INDEX collection_entry_list ON public.collection_entry USING btree (audience, collection, date_added) WHERE live;
CREATE INDEX collection_entry_types ON public.collection_entry USING btree (audience, collection, type, date_added) WHERE live;
alter table collection_entry enable row level security;
alter table collection_entry force row level security;
create policy collection_entry_definer on collection_entry for all to tocsin_owner
  using (true)
  with check (true);
create policy collection_entry_insert on collection_entry for insert to tocsin_app
  with check ((( SELECT acting_org() AS acting_org) = 0));
create policy collection_entry_own on collection_entry for select to tocsin_app
  using (((audience = ANY (( SELECT my_audiences() AS my_audiences)::integer[])) OR (( SELECT acting_org() AS acting_org) = 0)));
create policy collection_entry_update on collection_entry for update to tocsin_app
  using ((( SELECT acting_org() AS acting_org) = 0));

create table collection_grant (
  collection integer not null,
  org integer not null,
  can_read boolean not null,
  can_write boolean not null
);
alter table collection_grant add constraint collection_grant_check CHECK ((can_read OR can_write));
alter table collection_grant add constraint collection_grant_collection_fkey FOREIGN KEY (collection) REFERENCES collection(number);
alter table collection_grant add constraint collection_grant_org_fkey FOREIGN KEY (org) REFERENCES org(id);
alter table collection_grant add constraint collection_grant_pkey PRIMARY KEY (collection, org);
CREATE INDEX collection_grant_org_idx ON public.collection_grant USING btree (org);
alter table collection_grant enable row level security;
alter table collection_grant force row level security;
create policy collection_grant_definer on collection_grant for all to tocsin_owner
  using (true)
  with check (true);
create policy collection_grant_operator on collection_grant for all to tocsin_app
  using (( SELECT sees_all() AS sees_all))
  with check (( SELECT sees_all() AS sees_all));
create policy collection_grant_own on collection_grant for select to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)));

create table constituency (
  id integer generated always as identity not null,
  org integer not null,
  layer text not null,
  kind text not null,
  value text not null,
  effect text default 'include'::text not null,
  shared boolean default false not null,
  import text,
  note text,
  expires_at timestamp with time zone,
  created_at timestamp with time zone default now() not null,
  created_by text not null
);
alter table constituency add constraint constituency_check CHECK (((effect = 'include'::text) OR (layer = 'manual'::text)));
alter table constituency add constraint constituency_check1 CHECK (((layer = 'automatic'::text) = (import IS NOT NULL)));
alter table constituency add constraint constituency_effect_check CHECK ((effect = ANY (ARRAY['include'::text, 'exclude'::text])));
alter table constituency add constraint constituency_kind_check CHECK ((kind = ANY (ARRAY['nation'::text, 'asn'::text, 'prefix'::text, 'suffix'::text, 'sector'::text])));
alter table constituency add constraint constituency_layer_check CHECK ((layer = ANY (ARRAY['automatic'::text, 'manual'::text])));
alter table constituency add constraint constituency_org_fkey FOREIGN KEY (org) REFERENCES org(id) ON DELETE CASCADE;
alter table constituency add constraint constituency_org_layer_kind_value_effect_key UNIQUE (org, layer, kind, value, effect);
alter table constituency add constraint constituency_pkey PRIMARY KEY (id);
CREATE INDEX constituency_kind_value_idx ON public.constituency USING btree (kind, value);
alter table constituency enable row level security;
alter table constituency force row level security;
create policy constituency_definer on constituency for all to tocsin_owner
  using (true)
  with check (true);
create policy constituency_ingest on constituency for select to tocsin_ingest
  using (true);
create policy constituency_read on constituency for select to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)));
create policy constituency_write on constituency for all to tocsin_app
  using (( SELECT sees_all() AS sees_all))
  with check (( SELECT sees_all() AS sees_all));

create table constituency_reach (
  org integer not null,
  entries text[] not null,
  gained text[] not null,
  granted_at timestamp with time zone not null
);
alter table constituency_reach add constraint constituency_reach_org_fkey FOREIGN KEY (org) REFERENCES org(id);
alter table constituency_reach add constraint constituency_reach_pkey PRIMARY KEY (org);
alter table constituency_reach enable row level security;
alter table constituency_reach force row level security;
create policy constituency_reach_definer on constituency_reach for all to tocsin_owner
  using (true)
  with check (true);
create policy constituency_reach_programme on constituency_reach for all to tocsin_app
  using (( SELECT sees_all() AS sees_all))
  with check (( SELECT sees_all() AS sees_all));

create table contact (
  id integer generated always as identity not null,
  org integer not null,
  layer text not null,
  name text not null,
  role text not null,
  email text,
  phone text,
  languages text[] default '{}'::text[] not null,
  hours text,
  time_zone text,
  deputy integer,
  dedicated_to text,
  import text,
  note text,
  expires_at timestamp with time zone,
  created_at timestamp with time zone default now() not null
);
alter table contact add constraint contact_dedicated_to_fkey FOREIGN KEY (dedicated_to) REFERENCES nation(code);
alter table contact add constraint contact_deputy_fkey FOREIGN KEY (deputy) REFERENCES contact(id) ON DELETE SET NULL;
alter table contact add constraint contact_layer_check CHECK ((layer = ANY (ARRAY['automatic'::text, 'manual'::text])));
alter table contact add constraint contact_org_fkey FOREIGN KEY (org) REFERENCES org(id) ON DELETE CASCADE;
alter table contact add constraint contact_pkey PRIMARY KEY (id);
CREATE UNIQUE INDEX contact_dedicated_to_idx ON public.contact USING btree (dedicated_to) WHERE ((dedicated_to IS NOT NULL) AND (layer = 'manual'::text));
CREATE INDEX contact_org_idx ON public.contact USING btree (org);
alter table contact enable row level security;
alter table contact force row level security;
create policy contact_definer on contact for all to tocsin_owner
  using (true)
  with check (true);
create policy contact_read on contact for select to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all) OR (dedicated_to = ( SELECT org.nation
   FROM org
  WHERE (org.id = ( SELECT acting_org() AS acting_org))))));
create policy contact_write on contact for all to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)))
  with check (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)));

create table enrichment (
  id integer generated always as identity not null,
  key text not null,
  snapshot integer,
  methods jsonb not null
);
alter table enrichment add constraint enrichment_key_key UNIQUE (key);
alter table enrichment add constraint enrichment_pkey PRIMARY KEY (id);
alter table enrichment add constraint enrichment_snapshot_fkey FOREIGN KEY (snapshot) REFERENCES ip_snapshot(id);

create table episode (
  id bigint generated always as identity not null,
  host uuid not null,
  current boolean default true not null,
  state text default 'opened'::text not null,
  address inet not null,
  port integer,
  family integer not null,
  class text not null,
  asn bigint,
  country text,
  prefix cidr,
  audience integer not null,
  route integer not null,
  flags integer not null,
  first_seen timestamp with time zone not null,
  last_seen timestamp with time zone not null,
  events bigint not null,
  closed_at timestamp with time zone,
  closed_by text
) with (fillfactor=85);
alter table episode add constraint episode_pkey PRIMARY KEY (id);
alter table episode add constraint episode_state_check CHECK ((state = ANY (ARRAY['opened'::text, 'notified'::text, 'cleaned'::text, 'returned'::text])));
CREATE INDEX episode_by_audience ON public.episode USING btree (audience, id);
CREATE UNIQUE INDEX episode_current ON public.episode USING btree (host) WHERE current;
CREATE INDEX episode_past ON public.episode USING btree (host) WHERE (NOT current);
alter table episode enable row level security;
alter table episode force row level security;
create policy episode_audience on episode for select to tocsin_app
  using (((audience = ANY (( SELECT my_audiences() AS my_audiences)::integer[])) OR ( SELECT sees_all() AS sees_all)));
create policy episode_close on episode for update to tocsin_app
  using (( SELECT sees_all() AS sees_all))
  with check (( SELECT sees_all() AS sees_all));
create policy episode_definer on episode for all to tocsin_owner
  using (true)
  with check (true);
create policy episode_ingest on episode for all to tocsin_ingest
  using (true)
  with check (true);

create table event (
  day date not null,
  id uuid not null,
  "time" timestamp with time zone not null,
  portion bigint not null,
  source integer not null,
  audience integer not null,
  route integer not null,
  enrichment integer not null,
  family integer,
  flags integer not null,
  port integer,
  dst_port integer,
  asn bigint,
  host uuid,
  class text not null,
  country text,
  protocol text,
  severity text,
  sector text,
  address inet,
  prefix cidr,
  dst_address inet,
  domain text,
  url text,
  given text
) partition by RANGE (day);
alter table event add constraint event_pkey PRIMARY KEY (day, id);
CREATE INDEX event_by_audience ON ONLY public.event USING btree (audience, portion);
alter table event enable row level security;
alter table event force row level security;
create policy event_audience on event for select to tocsin_app
  using (((audience = ANY (( SELECT my_audiences() AS my_audiences)::integer[])) OR ( SELECT sees_all() AS sees_all) OR (( SELECT has_late_grants() AS has_late_grants) AND (EXISTS ( SELECT
   FROM event_grant g
  WHERE ((g.day = event.day) AND (g.id = event.id) AND (g.audience = ANY (( SELECT my_audiences() AS my_audiences)::integer[]))))))));
create policy event_definer on event for all to tocsin_owner
  using (true)
  with check (true);
create policy event_ingest on event for all to tocsin_ingest
  using (true)
  with check (true);

create table event_grant (
  day date not null,
  id uuid not null,
  audience integer not null,
  portion bigint not null,
  route integer not null
);
alter table event_grant add constraint event_grant_audience_check CHECK ((audience < 0));
alter table event_grant add constraint event_grant_audience_fkey FOREIGN KEY (audience) REFERENCES audience(id);
alter table event_grant add constraint event_grant_pkey PRIMARY KEY (day, id, audience);
alter table event_grant add constraint event_grant_route_fkey FOREIGN KEY (route) REFERENCES route(id);
CREATE INDEX event_grant_by_audience ON public.event_grant USING btree (audience, portion, id);
alter table event_grant enable row level security;
alter table event_grant force row level security;
create policy event_grant_audience on event_grant for select to tocsin_app
  using (((audience = ANY (( SELECT my_audiences() AS my_audiences)::integer[])) OR ( SELECT sees_all() AS sees_all)));
create policy event_grant_definer on event_grant for all to tocsin_owner
  using (true)
  with check (true);
create policy event_grant_ingest on event_grant for all to tocsin_ingest
  using (true)
  with check (true);

create table event_hour_due (
  hour timestamp with time zone not null,
  noted bigint not null
);
alter table event_hour_due add constraint event_hour_due_pkey PRIMARY KEY (hour);
alter table event_hour_due enable row level security;
alter table event_hour_due force row level security;
create policy event_hour_due_definer on event_hour_due for all to tocsin_owner
  using (true)
  with check (true);
create policy event_hour_due_programme on event_hour_due for all to tocsin_app
  using ((( SELECT acting_org() AS acting_org) = 0))
  with check ((( SELECT acting_org() AS acting_org) = 0));

create table event_partition (
  day date not null,
  created_at timestamp with time zone default now() not null,
  dropped_at timestamp with time zone,
  events bigint,
  dropped_by text
);
alter table event_partition add constraint event_partition_pkey PRIMARY KEY (day);

create table event_sighting (
  hour timestamp with time zone not null,
  host uuid not null,
  family integer not null,
  audience integer not null,
  events bigint not null
);
alter table event_sighting add constraint event_sighting_pkey PRIMARY KEY (hour, host, family, audience);
alter table event_sighting enable row level security;
alter table event_sighting force row level security;
create policy event_sighting_definer on event_sighting for all to tocsin_owner
  using (true)
  with check (true);
create policy event_sighting_programme on event_sighting for all to tocsin_app
  using ((( SELECT acting_org() AS acting_org) = 0))
  with check ((( SELECT acting_org() AS acting_org) = 0));

create table event_sighting_progress (
  only_one boolean default true not null,
  seq bigint default 0 not null
);
alter table event_sighting_progress add constraint event_sighting_progress_only_one_check CHECK (only_one);
alter table event_sighting_progress add constraint event_sighting_progress_pkey PRIMARY KEY (only_one);
alter table event_sighting_progress enable row level security;
alter table event_sighting_progress force row level security;
create policy event_sighting_progress_definer on event_sighting_progress for all to tocsin_owner
  using (true)
  with check (true);
create policy event_sighting_progress_programme on event_sighting_progress for all to tocsin_app
  using ((( SELECT acting_org() AS acting_org) = 0))
  with check ((( SELECT acting_org() AS acting_org) = 0));

create table external_identity (
  id integer generated always as identity not null,
  person uuid not null,
  org integer not null,
  issuer text not null,
  subject text not null,
  provider text not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone
);
alter table external_identity add constraint external_identity_issuer_subject_key UNIQUE (issuer, subject);
alter table external_identity add constraint external_identity_person_org_fkey FOREIGN KEY (person, org) REFERENCES person(id, org) ON DELETE CASCADE;
alter table external_identity add constraint external_identity_pkey PRIMARY KEY (id);
CREATE INDEX external_identity_person_idx ON public.external_identity USING btree (person);
alter table external_identity enable row level security;
alter table external_identity force row level security;
create policy external_identity_definer on external_identity for all to tocsin_owner
  using (true)
  with check (true);
create policy external_identity_own on external_identity for all to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)))
  with check (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)));

create table family (
  id integer generated always as identity not null,
  name text not null
);
alter table family add constraint family_name_key UNIQUE (name);
alter table family add constraint family_pkey PRIMARY KEY (id);

create table family_alias (
  alias text not null,
  family integer not null,
  layer text not null,
  import text,
  note text
);
alter table family_alias add constraint family_alias_check CHECK (((layer = 'automatic'::text) = (import IS NOT NULL)));
alter table family_alias add constraint family_alias_family_fkey FOREIGN KEY (family) REFERENCES family(id);
alter table family_alias add constraint family_alias_layer_check CHECK ((layer = ANY (ARRAY['automatic'::text, 'manual'::text])));
alter table family_alias add constraint family_alias_pkey PRIMARY KEY (alias);

create table import (
  id bigint generated always as identity not null,
  org integer not null,
  name text not null,
  format text not null,
  state text default 'preview'::text not null,
  source text,
  reliability text,
  credibility smallint,
  mapping jsonb,
  created_at timestamp with time zone not null,
  created_by text not null,
  decided_at timestamp with time zone,
  decided_by text
);
alter table import add constraint import_credibility_check CHECK (((credibility >= 1) AND (credibility <= 6)));
alter table import add constraint import_format_check CHECK ((format = ANY (ARRAY['stix'::text, 'misp'::text, 'csv'::text, 'text'::text])));
alter table import add constraint import_org_fkey FOREIGN KEY (org) REFERENCES org(id);
alter table import add constraint import_pkey PRIMARY KEY (id);
alter table import add constraint import_reliability_check CHECK ((reliability = ANY (ARRAY['A'::text, 'B'::text, 'C'::text, 'D'::text, 'E'::text, 'F'::text])));
alter table import add constraint import_state_check CHECK ((state = ANY (ARRAY['preview'::text, 'storing'::text, 'done'::text, 'discarded'::text, 'undone'::text])));
CREATE INDEX import_by_org ON public.import USING btree (org, id);
alter table import enable row level security;
alter table import force row level security;
create policy import_definer on import for all to tocsin_owner
  using (true)
  with check (true);
create policy import_own on import for all to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR (( SELECT acting_org() AS acting_org) = 0)))
  with check (((org = ( SELECT acting_org() AS acting_org)) OR (( SELECT acting_org() AS acting_org) = 0)));

create table import_item (
  import bigint not null,
  "position" integer not null,
  org integer not null,
  outcome text not null,
  stix_id text collate "C",
  version text,
  type text,
  name text,
  tlp text,
  problems jsonb default '[]'::jsonb not null,
  warninglists text[] default '{}'::text[] not null,
  body text,
  raw text,
  stored_row bigint,
  corrected_by bigint
);
alter table import_item add constraint import_item_import_fkey FOREIGN KEY (import) REFERENCES import(id) ON DELETE CASCADE;
alter table import_item add constraint import_item_org_fkey FOREIGN KEY (org) REFERENCES org(id);
alter table import_item add constraint import_item_outcome_check CHECK ((outcome = ANY (ARRAY['new'::text, 'stored'::text, 'duplicate'::text, 'conflict'::text, 'revoked'::text, 'invalid'::text, 'skipped'::text, 'corrected'::text, 'undone'::text])));
alter table import_item add constraint import_item_pkey PRIMARY KEY (import, "position");
CREATE INDEX import_item_outcomes ON public.import_item USING btree (import, outcome, "position");
alter table import_item enable row level security;
alter table import_item force row level security;
create policy import_item_definer on import_item for all to tocsin_owner
  using (true)
  with check (true);
create policy import_item_own on import_item for all to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR (( SELECT acting_org() AS acting_org) = 0)))
  with check (((org = ( SELECT acting_org() AS acting_org)) OR (( SELECT acting_org() AS acting_org) = 0)));

create table invitation (
  id integer generated always as identity not null,
  org integer not null,
  hash bytea not null,
  person uuid,
  name text not null,
  mail text not null,
  languages text[] default '{}'::text[] not null,
  role text not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  expires_at timestamp with time zone not null,
  spent_at timestamp with time zone,
  revoked_at timestamp with time zone
);
alter table invitation add constraint invitation_hash_key UNIQUE (hash);
alter table invitation add constraint invitation_org_fkey FOREIGN KEY (org) REFERENCES org(id);
alter table invitation add constraint invitation_person_org_fkey FOREIGN KEY (person, org) REFERENCES person(id, org) ON DELETE CASCADE;
alter table invitation add constraint invitation_pkey PRIMARY KEY (id);
CREATE INDEX invitation_org_idx ON public.invitation USING btree (org);
alter table invitation enable row level security;
alter table invitation force row level security;
create policy invitation_definer on invitation for all to tocsin_owner
  using (true)
  with check (true);
create policy invitation_own on invitation for all to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)))
  with check (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)));

create table ip_snapshot (
  id integer generated always as identity not null,
  name text not null,
  built_at timestamp with time zone not null,
  active boolean default false not null,
  file text not null,
  sha256 text not null,
  prefixes4 integer not null,
  prefixes6 integer not null,
  inputs jsonb not null,
  created_at timestamp with time zone default now() not null
);
alter table ip_snapshot add constraint ip_snapshot_name_key UNIQUE (name);
alter table ip_snapshot add constraint ip_snapshot_pkey PRIMARY KEY (id);
CREATE UNIQUE INDEX ip_snapshot_active_idx ON public.ip_snapshot USING btree (active) WHERE active;

create table log_head (
  log text not null,
  org integer not null,
  seq bigint not null,
  hash bytea not null,
  start_seq bigint default 0 not null,
  start_hash bytea not null,
  sealed_at timestamp with time zone not null
);
alter table log_head add constraint log_head_log_check CHECK ((log = ANY (ARRAY['audit'::text, 'seen'::text, 'receipt'::text])));
alter table log_head add constraint log_head_pkey PRIMARY KEY (log, org);
alter table log_head enable row level security;
alter table log_head force row level security;
create policy log_head_definer on log_head for all to tocsin_owner
  using (true)
  with check (true);
create policy log_head_insert on log_head for insert to tocsin_app
  with check ((( SELECT acting_org() AS acting_org) = 0));
create policy log_head_read on log_head for select to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)));
create policy log_head_update on log_head for update to tocsin_app
  using ((( SELECT acting_org() AS acting_org) = 0))
  with check ((( SELECT acting_org() AS acting_org) = 0));

create table nation (
  code text not null,
  name text not null,
  basis text not null,
  enrolment text default 'invited'::text not null,
  languages text[] not null,
  time_zone text not null,
  domains text[] not null,
  updated_at timestamp with time zone default now() not null,
  tombstones_until timestamp with time zone
);
alter table nation add constraint nation_basis_check CHECK ((basis = ANY (ARRAY['eu'::text, 'accession'::text, 'efta'::text, 'uk'::text, 'monaco'::text, 'vatican'::text])));
alter table nation add constraint nation_code_check CHECK ((code ~ '^[A-Z]{2}$'::text));
alter table nation add constraint nation_enrolment_check CHECK ((enrolment = ANY (ARRAY['invited'::text, 'enrolled'::text, 'suspended'::text])));
alter table nation add constraint nation_pkey PRIMARY KEY (code);
CREATE TRIGGER nation_keeps_tombstones BEFORE UPDATE ON public.nation FOR EACH ROW EXECUTE FUNCTION keep_tombstones();

create table notice (
  version bigint not null,
  org integer not null,
  person text not null,
  at timestamp with time zone not null,
  withdrawn_at timestamp with time zone
);
alter table notice add constraint notice_org_fkey FOREIGN KEY (org) REFERENCES org(id);
alter table notice add constraint notice_pkey PRIMARY KEY (version, org, person);
CREATE INDEX notice_org_at_idx ON public.notice USING btree (org, at);
alter table notice enable row level security;
alter table notice force row level security;
create policy notice_definer on notice for all to tocsin_owner
  using (true)
  with check (true);
create policy notice_own on notice for select to tocsin_app
  using ((org = ( SELECT acting_org() AS acting_org)));
create policy notice_programme on notice for all to tocsin_app
  using ((( SELECT acting_org() AS acting_org) = 0))
  with check ((( SELECT acting_org() AS acting_org) = 0));

create table oauth_client (
  id integer generated always as identity not null,
  client_id uuid default gen_random_uuid() not null,
  hash bytea not null,
  prefix text not null,
  org integer not null,
  name text not null,
  scopes text[] not null,
  addresses cidr[],
  created_at timestamp with time zone not null,
  created_by text not null,
  expires_at timestamp with time zone,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone
);
alter table oauth_client add constraint oauth_client_client_id_key UNIQUE (client_id);
alter table oauth_client add constraint oauth_client_org_fkey FOREIGN KEY (org) REFERENCES org(id);
alter table oauth_client add constraint oauth_client_pkey PRIMARY KEY (id);
CREATE INDEX oauth_client_org_idx ON public.oauth_client USING btree (org);
alter table oauth_client enable row level security;
alter table oauth_client force row level security;
create policy oauth_client_definer on oauth_client for all to tocsin_owner
  using (true)
  with check (true);
create policy oauth_client_own on oauth_client for all to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)))
  with check (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)));

create table object (
  stix_id text collate "C" not null,
  owner integer not null,
  type text not null,
  revoked_at text,
  created_at timestamp with time zone not null
);
alter table object add constraint object_pkey PRIMARY KEY (stix_id, owner);
alter table object enable row level security;
alter table object force row level security;
create policy object_definer on object for all to tocsin_owner
  using (true)
  with check (true);
create policy object_own on object for select to tocsin_app
  using ((owner = ( SELECT acting_org() AS acting_org)));
create policy object_programme on object for all to tocsin_app
  using ((( SELECT acting_org() AS acting_org) = 0))
  with check ((( SELECT acting_org() AS acting_org) = 0));

create table object_provenance (
  version bigint not null,
  org integer not null,
  import bigint not null,
  source text,
  reliability text,
  credibility smallint
);
alter table object_provenance add constraint object_provenance_org_fkey FOREIGN KEY (org) REFERENCES org(id);
alter table object_provenance add constraint object_provenance_pkey PRIMARY KEY (version);
alter table object_provenance enable row level security;
alter table object_provenance force row level security;
create policy object_provenance_definer on object_provenance for all to tocsin_owner
  using (true)
  with check (true);
create policy object_provenance_own on object_provenance for all to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR (( SELECT acting_org() AS acting_org) = 0)))
  with check ((( SELECT acting_org() AS acting_org) = 0));

create table object_reference (
  version bigint not null,
  name text not null,
  target uuid not null
);
CREATE INDEX object_reference_target_idx ON public.object_reference USING btree (target);
CREATE INDEX object_reference_version_idx ON public.object_reference USING btree (version);
alter table object_reference enable row level security;
alter table object_reference force row level security;
create policy object_reference_definer on object_reference for all to tocsin_owner
  using (true)
  with check (true);
create policy object_reference_programme on object_reference for all to tocsin_app
  using ((( SELECT acting_org() AS acting_org) = 0))
  with check ((( SELECT acting_org() AS acting_org) = 0));

create table object_search (
  version bigint not null,
  uuid uuid not null,
  type text not null,
  owner integer not null,
  audience integer not null,
  live boolean not null,
  draft boolean not null,
  several boolean default false not null,
  instant text collate "C" not null,
  at timestamp with time zone not null,
  words tsvector not null,
  tlp text,
  creator uuid,
  labels text[] not null,
  nations text[] not null,
  techniques text[] not null,
  actors text[] not null,
  base real,
  scored_from timestamp with time zone,
  lifetime real,
  speed real
);
alter table object_search add constraint object_search_pkey PRIMARY KEY (version);
CREATE INDEX object_search_by_audience ON public.object_search USING btree (audience, version);
CREATE INDEX object_search_by_uuid ON public.object_search USING btree (uuid);
CREATE INDEX object_search_words ON public.object_search USING gin (words);
alter table object_search enable row level security;
alter table object_search force row level security;
create policy object_search_definer on object_search for all to tocsin_owner
  using (true)
  with check (true);
create policy object_search_own on object_search for select to tocsin_app
  using (((audience = ANY (( SELECT my_audiences() AS my_audiences)::integer[])) OR (( SELECT acting_org() AS acting_org) = 0)));
create policy object_search_programme on object_search for all to tocsin_app
  using ((( SELECT acting_org() AS acting_org) = 0))
  with check ((( SELECT acting_org() AS acting_org) = 0));

create table object_search_due (
  version bigint not null
);
alter table object_search_due enable row level security;
alter table object_search_due force row level security;
create policy object_search_due_definer on object_search_due for all to tocsin_owner
  using (true)
  with check (true);
create policy object_search_due_programme on object_search_due for all to tocsin_app
  using ((( SELECT acting_org() AS acting_org) = 0))
  with check ((( SELECT acting_org() AS acting_org) = 0));

create table object_value (
  digest uuid not null,
  version bigint not null,
  exact boolean not null
);
CREATE INDEX object_value_by_digest ON public.object_value USING btree (digest, version);
alter table object_value enable row level security;
alter table object_value force row level security;
create policy object_value_definer on object_value for all to tocsin_owner
  using (true)
  with check (true);
create policy object_value_programme on object_value for all to tocsin_app
  using ((( SELECT acting_org() AS acting_org) = 0))
  with check ((( SELECT acting_org() AS acting_org) = 0));

create table object_version (
  id bigint generated always as identity not null,
  stix_id text collate "C" not null,
  owner integer not null,
  collection integer default 0 not null,
  instant text collate "C" not null,
  version text not null,
  type text not null,
  spec_version text not null,
  name text,
  release integer,
  withdrawn boolean default false not null,
  granular boolean default false not null,
  audience integer not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  body text not null
) with (fillfactor=92);
alter table object_version add constraint object_version_pkey PRIMARY KEY (id);
alter table object_version add constraint object_version_stix_id_owner_collection_instant_key UNIQUE (stix_id, owner, collection, instant);
CREATE INDEX object_version_by_release ON public.object_version USING btree (release) WHERE (release IS NOT NULL);
CREATE INDEX object_version_drafts ON public.object_version USING btree (owner, id) WHERE ((release IS NULL) AND (NOT withdrawn));
CREATE TRIGGER object_version_is_searched AFTER INSERT ON public.object_version REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION object_search_is_due();
CREATE TRIGGER object_version_search_follows AFTER UPDATE ON public.object_version REFERENCING NEW TABLE AS now_so FOR EACH STATEMENT EXECUTE FUNCTION object_search_follows_version();
alter table object_version enable row level security;
alter table object_version force row level security;
create policy object_version_definer on object_version for all to tocsin_owner
  using (true)
  with check (true);
create policy object_version_insert on object_version for insert to tocsin_app
  with check ((( SELECT acting_org() AS acting_org) = 0));
create policy object_version_own on object_version for select to tocsin_app
  using (((audience = ANY (( SELECT my_audiences() AS my_audiences)::integer[])) OR (( SELECT acting_org() AS acting_org) = 0)));
create policy object_version_update on object_version for update to tocsin_app
  using ((( SELECT acting_org() AS acting_org) = 0));

create table org (
  id integer generated always as identity not null,
  handle text not null,
  name text not null,
  kind text not null,
  nation text,
  team text,
  enrolment text default 'invited'::text not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null,
  tombstones_until timestamp with time zone
);
alter table org add constraint org_enrolment_check CHECK ((enrolment = ANY (ARRAY['invited'::text, 'enrolled'::text, 'suspended'::text])));
alter table org add constraint org_handle_check CHECK ((handle ~ '^[a-z0-9][a-z0-9-]{1,62}$'::text));
alter table org add constraint org_handle_key UNIQUE (handle);
alter table org add constraint org_kind_check CHECK ((kind = ANY (ARRAY['operator'::text, 'government'::text, 'law_enforcement'::text, 'partner'::text, 'isp'::text])));
alter table org add constraint org_nation_fkey FOREIGN KEY (nation) REFERENCES nation(code);
alter table org add constraint org_pkey PRIMARY KEY (id);
alter table org add constraint org_team_check CHECK ((team = ANY (ARRAY['national_csirt'::text, 'government_csirt'::text, 'other'::text])));
CREATE INDEX org_nation_idx ON public.org USING btree (nation);
CREATE TRIGGER org_keeps_tombstones BEFORE UPDATE ON public.org FOR EACH ROW EXECUTE FUNCTION keep_tombstones();
alter table org enable row level security;
alter table org force row level security;
create policy org_definer on org for all to tocsin_owner
  using (true)
  with check (true);
create policy org_ingest on org for select to tocsin_ingest
  using (true);
create policy org_operator on org for all to tocsin_app
  using (( SELECT sees_all() AS sees_all))
  with check (( SELECT sees_all() AS sees_all));
create policy org_own on org for select to tocsin_app
  using (((id = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)));

create table outbox (
  id bigint generated always as identity not null,
  topic text not null,
  payload jsonb not null,
  created_at timestamp with time zone default now() not null,
  processed_at timestamp with time zone
);
alter table outbox add constraint outbox_pkey PRIMARY KEY (id);
CREATE INDEX outbox_id_idx ON public.outbox USING btree (id) WHERE (processed_at IS NULL);

create table passkey (
  id integer generated always as identity not null,
  person uuid not null,
  org integer not null,
  credential_id text not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  synced boolean not null,
  name text not null,
  created_at timestamp with time zone not null,
  last_used_at timestamp with time zone
);
alter table passkey add constraint passkey_credential_id_key UNIQUE (credential_id);
alter table passkey add constraint passkey_person_org_fkey FOREIGN KEY (person, org) REFERENCES person(id, org) ON DELETE CASCADE;
alter table passkey add constraint passkey_pkey PRIMARY KEY (id);
CREATE INDEX passkey_person_idx ON public.passkey USING btree (person);
alter table passkey enable row level security;
alter table passkey force row level security;
create policy passkey_definer on passkey for all to tocsin_owner
  using (true)
  with check (true);
create policy passkey_own on passkey for all to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)))
  with check (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)));

create table password (
  person uuid not null,
  org integer not null,
  hash text not null,
  changed_at timestamp with time zone not null
);
alter table password add constraint password_person_org_fkey FOREIGN KEY (person, org) REFERENCES person(id, org) ON DELETE CASCADE;
alter table password add constraint password_pkey PRIMARY KEY (person);
alter table password enable row level security;
alter table password force row level security;
create policy password_definer on password for all to tocsin_owner
  using (true)
  with check (true);
create policy password_own on password for all to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)))
  with check (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)));

create table person (
  id uuid default gen_random_uuid() not null,
  org integer not null,
  persona text,
  name text not null,
  mail text not null,
  languages text[] default '{}'::text[] not null,
  role text not null,
  status text default 'active'::text not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  last_sign_in timestamp with time zone
);
alter table person add constraint person_id_org_key UNIQUE (id, org);
alter table person add constraint person_mail_check CHECK ((length(mail) <= 254));
alter table person add constraint person_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)));
alter table person add constraint person_org_fkey FOREIGN KEY (org) REFERENCES org(id);
alter table person add constraint person_persona_key UNIQUE (persona);
alter table person add constraint person_pkey PRIMARY KEY (id);
alter table person add constraint person_role_check CHECK ((role = ANY (ARRAY['reader'::text, 'analyst'::text, 'administrator'::text, 'programme_administrator'::text])));
alter table person add constraint person_status_check CHECK ((status = ANY (ARRAY['active'::text, 'suspended'::text])));
CREATE UNIQUE INDEX person_mail ON public.person USING btree (org, lower(mail));
alter table person enable row level security;
alter table person force row level security;
create policy person_definer on person for all to tocsin_owner
  using (true)
  with check (true);
create policy person_own on person for all to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)))
  with check (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)));
comment on table person is 'A named person of an org. Identified by its id, never by its mail address.';

create table programme (
  only_one boolean default true not null,
  kind text not null,
  name text not null,
  created_at timestamp with time zone default now() not null
);
alter table programme add constraint programme_kind_check CHECK ((kind = ANY (ARRAY['drill'::text, 'real'::text])));
alter table programme add constraint programme_only_one_check CHECK (only_one);
alter table programme add constraint programme_pkey PRIMARY KEY (only_one);
CREATE TRIGGER programme_kind_is_final BEFORE UPDATE ON public.programme FOR EACH ROW EXECUTE FUNCTION programme_kind_is_final();
comment on table programme is 'One deployment. Born drill or real; never converts.';

create table pseudonym_key (
  only_one boolean default true not null,
  key text not null
);
alter table pseudonym_key add constraint pseudonym_key_only_one_check CHECK (only_one);
alter table pseudonym_key add constraint pseudonym_key_pkey PRIMARY KEY (only_one);
alter table pseudonym_key enable row level security;
alter table pseudonym_key force row level security;
create policy pseudonym_key_definer on pseudonym_key for all to tocsin_owner
  using (true)
  with check (true);
create policy pseudonym_key_programme on pseudonym_key for select to tocsin_app
  using ((( SELECT acting_org() AS acting_org) = 0));

create table quarantine (
  id bigint generated always as identity not null,
  source integer not null,
  batch bigint not null,
  feed text not null,
  report text,
  record bigint not null,
  line bigint not null,
  reason text not null,
  detail text not null,
  raw bytea not null,
  raw_hash bytea not null,
  header bytea,
  truncated boolean default false not null,
  state text default 'held'::text not null,
  seen integer default 1 not null,
  corrected bytea,
  replay_batch bigint,
  decided_by text,
  created_at timestamp with time zone not null,
  decided_at timestamp with time zone
);
alter table quarantine add constraint quarantine_batch_fkey FOREIGN KEY (batch) REFERENCES batch(id);
alter table quarantine add constraint quarantine_pkey PRIMARY KEY (id);
alter table quarantine add constraint quarantine_replay_batch_fkey FOREIGN KEY (replay_batch) REFERENCES batch(id);
alter table quarantine add constraint quarantine_source_fkey FOREIGN KEY (source) REFERENCES source(id);
alter table quarantine add constraint quarantine_state_check CHECK ((state = ANY (ARRAY['held'::text, 'replayed'::text, 'discarded'::text])));
CREATE INDEX quarantine_batch_idx ON public.quarantine USING btree (batch);
CREATE UNIQUE INDEX quarantine_once ON public.quarantine USING btree (source, raw_hash);
CREATE INDEX quarantine_state_id_idx ON public.quarantine USING btree (state, id DESC);
alter table quarantine enable row level security;
alter table quarantine force row level security;
create policy quarantine_definer on quarantine for all to tocsin_owner
  using (true)
  with check (true);
create policy quarantine_ingest on quarantine for all to tocsin_ingest
  using (true)
  with check (true);
create policy quarantine_own on quarantine for all to tocsin_app
  using (((source IN ( SELECT source.id
   FROM source
  WHERE (source.org = ( SELECT acting_org() AS acting_org)))) OR ( SELECT sees_all() AS sees_all)))
  with check (((source IN ( SELECT source.id
   FROM source
  WHERE (source.org = ( SELECT acting_org() AS acting_org)))) OR ( SELECT sees_all() AS sees_all)));

create table receipt (
  id bigint generated always as identity not null,
  org integer not null,
  at timestamp with time zone not null,
  kind text not null,
  channel text not null,
  subject text not null,
  epoch integer not null,
  first_seq bigint not null,
  last_seq bigint not null,
  items integer not null,
  digest bytea,
  who bytea,
  detail jsonb default '{}'::jsonb not null,
  seq bigint,
  hash bytea
);
alter table receipt add constraint receipt_check CHECK ((first_seq <= last_seq));
alter table receipt add constraint receipt_check1 CHECK (((seq IS NULL) = (hash IS NULL)));
alter table receipt add constraint receipt_kind_check CHECK ((kind = ANY (ARRAY['delivered'::text, 'read'::text, 'acted'::text, 'feedback'::text])));
alter table receipt add constraint receipt_pkey PRIMARY KEY (id);
alter table receipt add constraint receipt_subject_check CHECK ((subject = ANY (ARRAY['events'::text, 'objects'::text])));
CREATE INDEX receipt_by_change ON public.receipt USING btree (org, subject, last_seq, first_seq);
CREATE INDEX receipt_by_org ON public.receipt USING btree (org, id);
CREATE UNIQUE INDEX receipt_chain ON public.receipt USING btree (org, seq);
CREATE INDEX receipt_unsealed ON public.receipt USING btree (id) WHERE (seq IS NULL);
alter table receipt enable row level security;
alter table receipt force row level security;
create policy receipt_definer on receipt for all to tocsin_owner
  using (true)
  with check (true);
create policy receipt_read on receipt for select to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)));
create policy receipt_seal on receipt for update to tocsin_app
  using (((( SELECT acting_org() AS acting_org) = 0) AND (seq IS NULL)))
  with check (((( SELECT acting_org() AS acting_org) = 0) AND (seq IS NOT NULL)));
create policy receipt_write on receipt for insert to tocsin_app
  with check (((org = ( SELECT acting_org() AS acting_org)) OR (( SELECT acting_org() AS acting_org) = 0)));

create table recovery_code (
  person uuid not null,
  org integer not null,
  hash bytea not null
);
alter table recovery_code add constraint recovery_code_person_org_fkey FOREIGN KEY (person, org) REFERENCES person(id, org) ON DELETE CASCADE;
alter table recovery_code add constraint recovery_code_pkey PRIMARY KEY (person, hash);
alter table recovery_code enable row level security;
alter table recovery_code force row level security;
create policy recovery_code_definer on recovery_code for all to tocsin_owner
  using (true)
  with check (true);
create policy recovery_code_own on recovery_code for all to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)))
  with check (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)));

create table release (
  id integer generated always as identity not null,
  key text not null,
  owner integer not null,
  tlp text not null,
  distribution text not null,
  orgs integer[] default '{}'::integer[] not null,
  users text[] default '{}'::text[] not null,
  groups integer[] default '{}'::integer[] not null,
  exclusions integer[] default '{}'::integer[] not null,
  embargo_until timestamp with time zone,
  embargo_recipients integer[] default '{}'::integer[] not null,
  expires_at timestamp with time zone,
  concerns text[] default '{}'::text[] not null,
  wanted text[] default '{}'::text[] not null,
  audience integer not null,
  listed boolean not null,
  due_at timestamp with time zone,
  registry bigint not null,
  behind text
);
alter table release add constraint release_audience_fkey FOREIGN KEY (audience) REFERENCES audience(id);
alter table release add constraint release_distribution_check CHECK ((distribution = ANY (ARRAY['concerned'::text, 'named'::text])));
alter table release add constraint release_key_key UNIQUE (key);
alter table release add constraint release_owner_fkey FOREIGN KEY (owner) REFERENCES org(id);
alter table release add constraint release_pkey PRIMARY KEY (id);
alter table release add constraint release_tlp_check CHECK ((tlp = ANY (ARRAY['red'::text, 'amber+strict'::text, 'amber'::text, 'green'::text, 'clear'::text])));
CREATE INDEX release_behind ON public.release USING btree (id) WHERE (behind IS NOT NULL);
CREATE INDEX release_due ON public.release USING btree (due_at) WHERE (due_at IS NOT NULL);
CREATE INDEX release_groups ON public.release USING gin (groups) WHERE (groups <> '{}'::integer[]);
CREATE INDEX release_registry ON public.release USING btree (registry);
CREATE TRIGGER release_search_follows AFTER UPDATE ON public.release REFERENCING OLD TABLE AS before NEW TABLE AS now_so FOR EACH STATEMENT EXECUTE FUNCTION object_search_follows_release();
alter table release enable row level security;
alter table release force row level security;
create policy release_definer on release for all to tocsin_owner
  using (true)
  with check (true);
create policy release_own on release for select to tocsin_app
  using ((owner = ( SELECT acting_org() AS acting_org)));
create policy release_programme on release for all to tocsin_app
  using ((( SELECT acting_org() AS acting_org) = 0))
  with check ((( SELECT acting_org() AS acting_org) = 0));

create table release_reason (
  release integer not null,
  org integer not null,
  rule text not null,
  reach text not null,
  until timestamp with time zone
);
alter table release_reason add constraint release_reason_org_fkey FOREIGN KEY (org) REFERENCES org(id);
alter table release_reason add constraint release_reason_pkey PRIMARY KEY (release, org);
alter table release_reason add constraint release_reason_release_fkey FOREIGN KEY (release) REFERENCES release(id);
alter table release_reason enable row level security;
alter table release_reason force row level security;
create policy release_reason_definer on release_reason for all to tocsin_owner
  using (true)
  with check (true);
create policy release_reason_own on release_reason for select to tocsin_app
  using ((org = ( SELECT acting_org() AS acting_org)));
create policy release_reason_programme on release_reason for all to tocsin_app
  using ((( SELECT acting_org() AS acting_org) = 0))
  with check ((( SELECT acting_org() AS acting_org) = 0));

create table route (
  id integer generated always as identity not null,
  key text not null,
  audience integer not null
);
alter table route add constraint route_audience_fkey FOREIGN KEY (audience) REFERENCES audience(id);
alter table route add constraint route_key_key UNIQUE (key);
alter table route add constraint route_pkey PRIMARY KEY (id);

create table route_reason (
  route integer not null,
  "position" smallint not null,
  org integer not null,
  rule text not null,
  value text not null,
  decision text not null,
  allowed boolean not null
);
alter table route_reason add constraint route_reason_org_fkey FOREIGN KEY (org) REFERENCES org(id);
alter table route_reason add constraint route_reason_pkey PRIMARY KEY (route, "position");
alter table route_reason add constraint route_reason_route_fkey FOREIGN KEY (route) REFERENCES route(id);
alter table route_reason add constraint route_reason_rule_check CHECK ((rule = ANY (ARRAY['prefix'::text, 'asn'::text, 'suffix'::text, 'sector'::text, 'nation'::text])));
CREATE INDEX route_reason_org_idx ON public.route_reason USING btree (org);
alter table route_reason enable row level security;
alter table route_reason force row level security;
create policy route_reason_definer on route_reason for all to tocsin_owner
  using (true)
  with check (true);
create policy route_reason_ingest on route_reason for all to tocsin_ingest
  using (true)
  with check (true);
create policy route_reason_own on route_reason for select to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)));

create table scheduled_release (
  version bigint not null,
  release integer not null,
  at timestamp with time zone not null,
  by_org integer not null,
  by_name text not null
);
alter table scheduled_release add constraint scheduled_release_pkey PRIMARY KEY (version);
alter table scheduled_release add constraint scheduled_release_release_fkey FOREIGN KEY (release) REFERENCES release(id);
CREATE INDEX scheduled_release_at_idx ON public.scheduled_release USING btree (at);
alter table scheduled_release enable row level security;
alter table scheduled_release force row level security;
create policy scheduled_release_definer on scheduled_release for all to tocsin_owner
  using (true)
  with check (true);
create policy scheduled_release_own on scheduled_release for select to tocsin_app
  using ((by_org = ( SELECT acting_org() AS acting_org)));
create policy scheduled_release_programme on scheduled_release for all to tocsin_app
  using ((( SELECT acting_org() AS acting_org) = 0))
  with check ((( SELECT acting_org() AS acting_org) = 0));

create table schema_migration (
  version integer not null,
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone default now() not null
);
alter table schema_migration add constraint schema_migration_pkey PRIMARY KEY (version);

create table session (
  hash bytea not null,
  org integer not null,
  person text not null,
  persona text,
  token integer,
  scopes text[] not null,
  created_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  id uuid default gen_random_uuid() not null,
  person_id uuid,
  method text default 'token'::text not null,
  device text default ''::text not null,
  enrolling boolean default false not null,
  stepped_up_at timestamp with time zone
);
alter table session add constraint session_id_key UNIQUE (id);
alter table session add constraint session_org_fkey FOREIGN KEY (org) REFERENCES org(id);
alter table session add constraint session_person_id_fkey FOREIGN KEY (person_id) REFERENCES person(id) ON DELETE CASCADE;
alter table session add constraint session_pkey PRIMARY KEY (hash);
alter table session add constraint session_token_fkey FOREIGN KEY (token) REFERENCES token(id);
CREATE INDEX session_person_id_idx ON public.session USING btree (person_id);
alter table session enable row level security;
alter table session force row level security;
create policy session_definer on session for all to tocsin_owner
  using (true)
  with check (true);
create policy session_own on session for all to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)))
  with check (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)));
comment on column session.enrolling is 'Opened by an invitation: good for nothing but adding a way to sign in.';
comment on column session.stepped_up_at is 'When a second factor was last shown in this session.';

create table sharing_group (
  id integer generated always as identity not null,
  handle text not null,
  name text not null,
  owner integer not null,
  blueprint jsonb,
  members integer[] default '{}'::integer[] not null,
  updated_at timestamp with time zone not null
);
alter table sharing_group add constraint sharing_group_handle_check CHECK ((handle ~ '^[a-z0-9][a-z0-9-]{1,62}$'::text));
alter table sharing_group add constraint sharing_group_handle_key UNIQUE (handle);
alter table sharing_group add constraint sharing_group_owner_fkey FOREIGN KEY (owner) REFERENCES org(id);
alter table sharing_group add constraint sharing_group_pkey PRIMARY KEY (id);
alter table sharing_group enable row level security;
alter table sharing_group force row level security;
create policy sharing_group_definer on sharing_group for all to tocsin_owner
  using (true)
  with check (true);
create policy sharing_group_read on sharing_group for select to tocsin_app
  using (((owner = ( SELECT acting_org() AS acting_org)) OR (( SELECT acting_org() AS acting_org) = ANY (members)) OR ( SELECT sees_all() AS sees_all)));
create policy sharing_group_write on sharing_group for all to tocsin_app
  using (((owner = ( SELECT acting_org() AS acting_org)) OR (( SELECT acting_org() AS acting_org) = 0)))
  with check (((owner = ( SELECT acting_org() AS acting_org)) OR (( SELECT acting_org() AS acting_org) = 0)));

create table sharing_progress (
  only_one boolean default true not null,
  registry bigint default '-1'::integer not null,
  entries text default ''::text not null
);
alter table sharing_progress add constraint sharing_progress_only_one_check CHECK (only_one);
alter table sharing_progress add constraint sharing_progress_pkey PRIMARY KEY (only_one);

create table sign_in_failure (
  key bytea not null,
  failures integer not null,
  last_at timestamp with time zone not null
);
alter table sign_in_failure add constraint sign_in_failure_pkey PRIMARY KEY (key);
alter table sign_in_failure enable row level security;
alter table sign_in_failure force row level security;
create policy sign_in_failure_definer on sign_in_failure for all to tocsin_owner
  using (true)
  with check (true);
create policy sign_in_failure_programme on sign_in_failure for all to tocsin_app
  using ((( SELECT acting_org() AS acting_org) = 0))
  with check ((( SELECT acting_org() AS acting_org) = 0));

create table sign_in_step (
  hash bytea not null,
  purpose text not null,
  facts jsonb not null,
  expires_at timestamp with time zone not null
);
alter table sign_in_step add constraint sign_in_step_pkey PRIMARY KEY (hash);
alter table sign_in_step enable row level security;
alter table sign_in_step force row level security;
create policy sign_in_step_definer on sign_in_step for all to tocsin_owner
  using (true)
  with check (true);
create policy sign_in_step_programme on sign_in_step for all to tocsin_app
  using ((( SELECT acting_org() AS acting_org) = 0))
  with check ((( SELECT acting_org() AS acting_org) = 0));

create table source (
  id integer generated always as identity not null,
  handle text not null,
  name text not null,
  org integer not null,
  feed text not null,
  tlp text default 'amber+strict'::text not null,
  distribution text default 'named'::text not null,
  recipients integer[] default '{}'::integer[] not null,
  reliability text default 'F'::text not null,
  show_name boolean default false not null,
  show_addresses boolean default false not null,
  own_addresses cidr[] default '{}'::cidr[] not null,
  state text default 'active'::text not null,
  silent_after interval default '2 days'::interval not null,
  columns jsonb default '{}'::jsonb not null,
  last_batch_at timestamp with time zone,
  last_event_at timestamp with time zone,
  created_at timestamp with time zone default now() not null
);
alter table source add constraint source_distribution_check CHECK ((distribution = ANY (ARRAY['concerned'::text, 'named'::text])));
alter table source add constraint source_handle_check CHECK ((handle ~ '^[a-z0-9][a-z0-9-]{1,62}$'::text));
alter table source add constraint source_handle_key UNIQUE (handle);
alter table source add constraint source_org_fkey FOREIGN KEY (org) REFERENCES org(id);
alter table source add constraint source_pkey PRIMARY KEY (id);
alter table source add constraint source_reliability_check CHECK ((reliability = ANY (ARRAY['A'::text, 'B'::text, 'C'::text, 'D'::text, 'E'::text, 'F'::text])));
alter table source add constraint source_state_check CHECK ((state = ANY (ARRAY['active'::text, 'paused'::text])));
alter table source add constraint source_tlp_check CHECK ((tlp = ANY (ARRAY['red'::text, 'amber+strict'::text, 'amber'::text, 'green'::text, 'clear'::text])));
alter table source enable row level security;
alter table source force row level security;
create policy source_definer on source for all to tocsin_owner
  using (true)
  with check (true);
create policy source_ingest on source for all to tocsin_ingest
  using (true)
  with check (true);
create policy source_operator on source for all to tocsin_app
  using (( SELECT sees_all() AS sees_all))
  with check (( SELECT sees_all() AS sees_all));
create policy source_own on source for select to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)));

create table subscription (
  id bigint generated always as identity not null,
  org integer not null,
  name text not null,
  channel text not null,
  subject text not null,
  url text,
  contact integer,
  filter jsonb default '{}'::jsonb not null,
  mail jsonb,
  state text default 'active'::text not null,
  epoch integer not null,
  seq bigint not null,
  event uuid,
  urgent jsonb,
  digest_at timestamp with time zone,
  next_at timestamp with time zone,
  lease uuid,
  lease_until timestamp with time zone,
  failures integer default 0 not null,
  failing_since timestamp with time zone,
  last_success_at timestamp with time zone,
  last_error_at timestamp with time zone,
  last_error text,
  delivered bigint default 0 not null,
  created_at timestamp with time zone not null,
  created_by text not null
);
alter table subscription add constraint subscription_channel_check CHECK ((channel = ANY (ARRAY['webhook'::text, 'mail'::text])));
alter table subscription add constraint subscription_check CHECK (((channel = 'webhook'::text) = (url IS NOT NULL)));
alter table subscription add constraint subscription_check1 CHECK (((channel = 'webhook'::text) OR (mail IS NOT NULL)));
alter table subscription add constraint subscription_contact_fkey FOREIGN KEY (contact) REFERENCES contact(id) ON DELETE SET NULL;
alter table subscription add constraint subscription_org_fkey FOREIGN KEY (org) REFERENCES org(id) ON DELETE CASCADE;
alter table subscription add constraint subscription_org_name_key UNIQUE (org, name);
alter table subscription add constraint subscription_pkey PRIMARY KEY (id);
alter table subscription add constraint subscription_state_check CHECK ((state = ANY (ARRAY['active'::text, 'failing'::text, 'paused'::text, 'disabled'::text])));
alter table subscription add constraint subscription_subject_check CHECK ((subject = ANY (ARRAY['events'::text, 'objects'::text])));
CREATE INDEX subscription_contact_idx ON public.subscription USING btree (contact);
alter table subscription enable row level security;
alter table subscription force row level security;
create policy subscription_definer on subscription for all to tocsin_owner
  using (true)
  with check (true);
create policy subscription_read on subscription for select to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)));
create policy subscription_write on subscription for all to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR (( SELECT acting_org() AS acting_org) = 0)))
  with check (((org = ( SELECT acting_org() AS acting_org)) OR (( SELECT acting_org() AS acting_org) = 0)));

create table subscription_message (
  id text not null,
  subscription bigint not null,
  org integer not null,
  kind text not null,
  state text not null,
  from_epoch integer not null,
  from_seq bigint not null,
  from_event uuid,
  to_seq bigint not null,
  to_event uuid,
  items integer not null,
  attempts integer default 0 not null,
  address text,
  created_at timestamp with time zone not null,
  attempted_at timestamp with time zone,
  status integer,
  answer text
);
alter table subscription_message add constraint subscription_message_kind_check CHECK ((kind = ANY (ARRAY['items'::text, 'log_restored'::text, 'log_gap'::text, 'test'::text, 'digest'::text, 'urgent'::text, 'notice'::text])));
alter table subscription_message add constraint subscription_message_pkey PRIMARY KEY (id);
alter table subscription_message add constraint subscription_message_state_check CHECK ((state = ANY (ARRAY['sending'::text, 'waiting'::text, 'delivered'::text, 'dead'::text, 'empty'::text, 'unknown'::text])));
alter table subscription_message add constraint subscription_message_subscription_fkey FOREIGN KEY (subscription) REFERENCES subscription(id) ON DELETE CASCADE;
CREATE INDEX subscription_message_list ON public.subscription_message USING btree (subscription, created_at);
CREATE INDEX subscription_message_mail ON public.subscription_message USING btree (address, created_at) WHERE (address IS NOT NULL);
CREATE INDEX subscription_message_open ON public.subscription_message USING btree (subscription) WHERE (state = ANY (ARRAY['sending'::text, 'waiting'::text]));
alter table subscription_message enable row level security;
alter table subscription_message force row level security;
create policy subscription_message_definer on subscription_message for all to tocsin_owner
  using (true)
  with check (true);
create policy subscription_message_read on subscription_message for select to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)));
create policy subscription_message_write on subscription_message for all to tocsin_app
  using ((( SELECT acting_org() AS acting_org) = 0))
  with check ((( SELECT acting_org() AS acting_org) = 0));

create table subscription_secret (
  id bigint generated always as identity not null,
  subscription bigint not null,
  org integer not null,
  secret text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone
);
alter table subscription_secret add constraint subscription_secret_pkey PRIMARY KEY (id);
alter table subscription_secret add constraint subscription_secret_subscription_fkey FOREIGN KEY (subscription) REFERENCES subscription(id) ON DELETE CASCADE;
CREATE INDEX subscription_secret_subscription_idx ON public.subscription_secret USING btree (subscription);
alter table subscription_secret enable row level security;
alter table subscription_secret force row level security;
create policy subscription_secret_definer on subscription_secret for all to tocsin_owner
  using (true)
  with check (true);
create policy subscription_secret_make on subscription_secret for insert to tocsin_app
  with check (((org = ( SELECT acting_org() AS acting_org)) AND (subscription IN ( SELECT subscription.id
   FROM subscription
  WHERE (subscription.org = ( SELECT acting_org() AS acting_org))))));
create policy subscription_secret_programme on subscription_secret for all to tocsin_app
  using ((( SELECT acting_org() AS acting_org) = 0))
  with check ((( SELECT acting_org() AS acting_org) = 0));

create table tally (
  hour timestamp with time zone not null,
  audience integer not null,
  country text not null,
  family integer not null,
  class text not null,
  events bigint not null
) with (fillfactor=85);
alter table tally add constraint tally_pkey PRIMARY KEY (hour, audience, country, family, class);
alter table tally enable row level security;
alter table tally force row level security;
create policy tally_audience on tally for select to tocsin_app
  using (((audience = ANY (( SELECT my_audiences() AS my_audiences)::integer[])) OR (( SELECT sees_all() AS sees_all) AND (audience >= 0))));
create policy tally_definer on tally for all to tocsin_owner
  using (true)
  with check (true);
create policy tally_ingest on tally for all to tocsin_ingest
  using (true)
  with check (true);

create table taxii_key (
  only_one boolean default true not null,
  key text not null
);
alter table taxii_key add constraint taxii_key_only_one_check CHECK (only_one);
alter table taxii_key add constraint taxii_key_pkey PRIMARY KEY (only_one);
alter table taxii_key enable row level security;
alter table taxii_key force row level security;
create policy taxii_key_definer on taxii_key for all to tocsin_owner
  using (true)
  with check (true);
create policy taxii_key_programme on taxii_key for select to tocsin_app
  using ((( SELECT acting_org() AS acting_org) = 0));

create table taxii_status (
  id uuid default gen_random_uuid() not null,
  org integer not null,
  received_at timestamp with time zone not null,
  outcome text not null
);
alter table taxii_status add constraint taxii_status_org_fkey FOREIGN KEY (org) REFERENCES org(id);
alter table taxii_status add constraint taxii_status_pkey PRIMARY KEY (id);
CREATE INDEX taxii_status_received_at_idx ON public.taxii_status USING btree (received_at);
alter table taxii_status enable row level security;
alter table taxii_status force row level security;
create policy taxii_status_definer on taxii_status for all to tocsin_owner
  using (true)
  with check (true);
create policy taxii_status_own on taxii_status for all to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR (( SELECT acting_org() AS acting_org) = 0)))
  with check (((org = ( SELECT acting_org() AS acting_org)) OR (( SELECT acting_org() AS acting_org) = 0)));

create table token (
  id integer generated always as identity not null,
  hash bytea not null,
  prefix text not null,
  org integer not null,
  name text not null,
  scopes text[] not null,
  addresses cidr[],
  created_at timestamp with time zone not null,
  created_by text not null,
  expires_at timestamp with time zone,
  last_used_at timestamp with time zone,
  revoked_at timestamp with time zone
);
alter table token add constraint token_hash_key UNIQUE (hash);
alter table token add constraint token_org_fkey FOREIGN KEY (org) REFERENCES org(id);
alter table token add constraint token_pkey PRIMARY KEY (id);
CREATE INDEX token_org_idx ON public.token USING btree (org);
alter table token enable row level security;
alter table token force row level security;
create policy token_definer on token for all to tocsin_owner
  using (true)
  with check (true);
create policy token_own on token for all to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)))
  with check (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)));

create table totp (
  person uuid not null,
  org integer not null,
  sealed bytea,
  offered bytea,
  last_step bigint default 0 not null
);
alter table totp add constraint totp_person_org_fkey FOREIGN KEY (person, org) REFERENCES person(id, org) ON DELETE CASCADE;
alter table totp add constraint totp_pkey PRIMARY KEY (person);
alter table totp enable row level security;
alter table totp force row level security;
create policy totp_definer on totp for all to tocsin_owner
  using (true)
  with check (true);
create policy totp_own on totp for all to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)))
  with check (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)));

create table unsubscribe_link (
  hash bytea not null,
  subscription bigint not null,
  expires_at timestamp with time zone not null
);
alter table unsubscribe_link add constraint unsubscribe_link_pkey PRIMARY KEY (hash);
alter table unsubscribe_link add constraint unsubscribe_link_subscription_fkey FOREIGN KEY (subscription) REFERENCES subscription(id) ON DELETE CASCADE;
CREATE INDEX unsubscribe_link_subscription_idx ON public.unsubscribe_link USING btree (subscription);
alter table unsubscribe_link enable row level security;
alter table unsubscribe_link force row level security;
create policy unsubscribe_link_definer on unsubscribe_link for all to tocsin_owner
  using (true)
  with check (true);
create policy unsubscribe_link_programme on unsubscribe_link for all to tocsin_app
  using ((( SELECT acting_org() AS acting_org) = 0))
  with check ((( SELECT acting_org() AS acting_org) = 0));

create table warninglist (
  id integer generated always as identity not null,
  name text not null,
  kind text not null,
  enabled boolean default true not null,
  addresses cidr[] default '{}'::cidr[] not null,
  domains text[] default '{}'::text[] not null,
  updated_at timestamp with time zone default now() not null
);
alter table warninglist add constraint warninglist_kind_check CHECK ((kind = ANY (ARRAY['scanner'::text, 'researcher'::text, 'sinkhole'::text, 'resolver'::text, 'benign'::text])));
alter table warninglist add constraint warninglist_name_key UNIQUE (name);
alter table warninglist add constraint warninglist_pkey PRIMARY KEY (id);

-- Views

create view audit with (security_invoker=true) as
 SELECT r.id,
    r.log,
    r.at,
    r.org,
    i.value AS actor,
    r.action,
    r.subject,
    r.detail,
    r.seq,
    r.hash
   FROM (audit_row r
     LEFT JOIN audit_identity i ON ((i.digest = r.who)));

create view host with (security_invoker=true) as
 SELECT host AS id,
    (array_agg(address))[1] AS address,
    (array_agg(port))[1] AS port,
    (array_agg(family))[1] AS family,
    min(first_seen) AS first_seen,
    max(last_seen) AS last_seen,
    (sum(events))::bigint AS events,
    (count(*))::integer AS episodes,
    bool_or((current AND (state <> 'cleaned'::text))) AS open
   FROM episode
  GROUP BY host;

create view my_event with (security_invoker=true) as
 SELECT e.day,
    e.id,
    e."time",
    e.portion,
    e.source,
    e.audience,
    e.route,
    e.enrichment,
    e.family,
    e.flags,
    e.port,
    e.dst_port,
    e.asn,
    e.host,
    e.class,
    e.country,
    e.protocol,
    e.severity,
    e.sector,
    e.address,
    e.prefix,
    e.dst_address,
    e.domain,
    e.url,
    e.given
   FROM event e
  WHERE (e.audience = ANY (( SELECT my_audiences() AS my_audiences)::integer[]))
UNION ALL
 SELECT e.day,
    e.id,
    e."time",
    g.portion,
    e.source,
    g.audience,
    g.route,
    e.enrichment,
    e.family,
    e.flags,
    e.port,
    e.dst_port,
    e.asn,
    e.host,
    e.class,
    e.country,
    e.protocol,
    e.severity,
    e.sector,
    e.address,
    e.prefix,
    e.dst_address,
    e.domain,
    e.url,
    e.given
   FROM (event_grant g
     JOIN event e ON (((e.day = g.day) AND (e.id = g.id))))
  WHERE (g.audience = ANY (( SELECT my_audiences() AS my_audiences)::integer[]));

-- Functions

CREATE OR REPLACE FUNCTION public.acting_org()
 RETURNS integer
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.org'::text, true), ''::text))::integer
;

CREATE OR REPLACE FUNCTION public.audit_digest(key text, kind text, value text)
 RETURNS bytea
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN sha256(convert_to(((((key || ':'::text) || kind) || ':'::text) || value), 'UTF8'::name))
;

CREATE OR REPLACE FUNCTION public.audit_identity_of(of_org integer, of_kind text, of_value text, at timestamp with time zone)
 RETURNS bytea
 LANGUAGE plpgsql
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
end $function$
;

CREATE OR REPLACE FUNCTION public.decayed(base real, since timestamp with time zone, lifetime real, speed real, at timestamp with time zone)
 RETURNS real
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$
    select case when base is null then null
      when at <= since then base
      else greatest(0, base * (1 - power(least(1, extract(epoch from at - since)::float8 / 86400 / lifetime), 1 / speed)))::real end
  $function$
;

CREATE OR REPLACE FUNCTION public.drop_event_partition(gone date, who text)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare part text := 'event_' || to_char(gone, 'YYYYMMDD'); n bigint;
begin
  if to_regclass('public.' || part) is null then return null; end if;
  execute format('lock table %I in access exclusive mode', part);
  select count(*) into n from event where day = gone;
  execute format('drop table %I', part);
  delete from event_grant where day = gone;
  update event_partition set dropped_at = now(), events = n, dropped_by = who where day = gone;
  return n;
end $function$
;

CREATE OR REPLACE FUNCTION public.ensure_event_partition(wanted date)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare part text := 'event_' || to_char(wanted, 'YYYYMMDD');
begin
  if to_regclass('public.' || part) is not null then return; end if;
  perform pg_advisory_xact_lock(hashtext('ensure_event_partition'));
  -- Asked of the table and not of its cache, which may not have heard yet of what another made while we waited.
  if exists (select from pg_class where relname = part and relnamespace = 'public'::regnamespace) then return; end if;
  -- Attaching takes a weaker lock on event than creating as a partition would: readers and writers go on.
  execute format('create table %I (like event including all)', part);
  execute format('alter table %I enable row level security', part);
  execute format('alter table %I force row level security', part);
  execute format('alter table event attach partition %I for values from (%L) to (%L)', part, wanted, wanted + 1);
  insert into event_partition (day) values (wanted)
    on conflict (day) do update set dropped_at = null, events = null, created_at = now();
end $function$
;

CREATE OR REPLACE FUNCTION public.erase_audit_identities(of_kind text, before date)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare n bigint;
begin
  if acting_org() is distinct from 0 then raise exception 'only the programme erases'; end if;
  update audit_identity set key = null, value = null where kind = of_kind and month < before and value is not null;
  get diagnostics n = row_count;
  return n;
end $function$
;

CREATE OR REPLACE FUNCTION public.expire_changes(before timestamp with time zone)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare upto bigint;
begin
  select max(seq) into upto from change where seq < coalesce((select min(seq) from change where committed_at >= before), 9223372036854775807);
  if upto is null then return 0; end if;
  update change_head set horizon = greatest(horizon, upto);
  with gone as (delete from change where seq <= upto returning 1) select count(*) into upto from gone;
  return upto;
end $function$
;

CREATE OR REPLACE FUNCTION public.expire_event_sightings(before timestamp with time zone)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare n bigint;
begin
  delete from event_sighting where hour < before;
  with gone as (
    delete from object_version where collection = 1 and created_at < before returning id
  ), left_lists as (
    delete from collection_entry e using gone where e.version = gone.id
  )
  select count(*) into n from gone;
  return n;
end $function$
;

CREATE OR REPLACE FUNCTION public.expire_log(of_log text, of_org integer, before timestamp with time zone)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
end $function$
;

CREATE OR REPLACE FUNCTION public.expire_tallies(oldest date)
 RETURNS bigint
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
declare n bigint;
begin
  delete from tally where hour < oldest::timestamp at time zone 'UTC';
  get diagnostics n = row_count;
  return n;
end $function$
;

CREATE OR REPLACE FUNCTION public.find_objects(c object_criteria, behind bigint, most integer)
 RETURNS TABLE(version bigint, rank real)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET jit TO 'off'
AS $function$
declare
  mine int[] := my_audiences();
  conditions text := format('s.audience = any(%L::int[]) and s.live', mine);
  score text := 'decayed(s.base, greatest(s.scored_from, g.at), s.lifetime, s.speed, ' || quote_literal(c.now) || ')';
  sightings text := '';
  rank text := '0::real';
begin
  if cardinality(mine) = 0 then return; end if;
  if c.words is not null then
    conditions := conditions || format(' and s.words @@ %L::tsquery', c.words);
  end if;
  if c.ranked is not null then rank := format('ts_rank(s.words, %L::tsquery)', c.ranked); end if;
  if c.uuids is not null then conditions := conditions || format(' and s.uuid = any(%L::uuid[])', c.uuids); end if;
  if c.owned is not null then
    conditions := conditions || format(' and s.owner %s %s', case when c.owned then '=' else '<>' end, acting_org());
  end if;
  if c.draft is not null then conditions := conditions || format(' and s.draft = %L', c.draft); end if;
  if c.tags is not null or c.verdicts is not null then
    conditions := conditions || format(' and s.uuid = any(%L::uuid[])', array(
      select split_part(o.stix_id, '--', 2)::uuid from overlay o where o.org = acting_org()
        and (c.tags is null or o.tags && c.tags) and (c.verdicts is null or o.verdict = any(c.verdicts))));
  end if;
  if c.since is not null then conditions := conditions || format(' and s.at >= %L', c.since); end if;
  if c.until is not null then conditions := conditions || format(' and s.at < %L', c.until); end if;
  if c.least is not null then
    sightings := ' left join my_sightings() g on g.sighted = s.uuid';
    conditions := conditions || format(' and s.base >= %s and %s >= %s', c.least, score, c.least);
  end if;
  if behind is not null then conditions := conditions || format(' and s.version < %s', behind); end if;
  return query execute format(
    'select s.version, %s from object_search s%s where %s and (not s.several or not exists (
       select from object_search o where o.uuid = s.uuid and o.type = s.type and o.live and o.audience = any(%L::int[])
         and (o.instant > s.instant or o.instant = s.instant and o.version < s.version)))
     order by s.version desc limit %s', rank, sightings, conditions, mine, most);
end $function$
;

CREATE OR REPLACE FUNCTION public.find_values(digests uuid[], most integer)
 RETURNS TABLE(n integer, version bigint, exact boolean, total integer)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
 SET jit TO 'off'
AS $function$
declare mine int[] := my_audiences();
begin
  return query
    select d.n::int, f.version, f.exact, f.total::int from unnest(digests) with ordinality as d (digest, n)
    cross join lateral (
      select g.*, count(*) over () as total, row_number() over (order by g.version desc) as place from (
        select s.version, bool_or(v.exact) as exact from object_value v join object_search s on s.version = v.version
        where v.digest = d.digest and s.audience = any(mine) and s.live and (not s.several or not exists (
          select from object_search o where o.uuid = s.uuid and o.type = s.type and o.live and o.audience = any(mine)
            and (o.instant > s.instant or o.instant = s.instant and o.version < s.version)))
        group by s.version limit 1000
      ) g
    ) f where f.place <= most;
end $function$
;

CREATE OR REPLACE FUNCTION public.has_late_grants()
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (EXISTS (SELECT FROM unnest(my_audiences()) mine(audience) WHERE (mine.audience < 0)))
;

CREATE OR REPLACE FUNCTION public.keep_tombstones()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.enrolment <> old.enrolment then
    new.tombstones_until := case when new.enrolment = 'suspended' then new.updated_at + interval '30 days' end;
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.last_sighted(wanted uuid)
 RETURNS timestamp with time zone
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
    select max(s.at) from object_reference r join object_search s on s.version = r.version
    where r.target = wanted and r.name = 'sighting_of_ref' and s.type = 'sighting' and s.live
      and s.audience = any((select my_audiences())::int[])
  $function$
;

CREATE OR REPLACE FUNCTION public.my_audiences()
 RETURNS integer[]
 LANGUAGE sql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
    select coalesce(array_agg(m.audience), '{}')
    from audience_member m join org o on o.id = m.org left join nation n on n.code = o.nation
    where m.org = acting_org() and o.enrolment = 'enrolled'
      and not (o.kind in ('government', 'law_enforcement') and coalesce(n.enrolment = 'suspended', false))
  $function$
;

CREATE OR REPLACE FUNCTION public.my_sightings()
 RETURNS TABLE(sighted uuid, at timestamp with time zone)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
    select r.target, max(s.at) from object_search s join object_reference r on r.version = s.version and r.name = 'sighting_of_ref'
    where s.words @@ '''=type:sighting'''::tsquery and s.live and s.audience = any((select my_audiences())::int[]) group by r.target
  $function$
;

CREATE OR REPLACE FUNCTION public.my_tombstone_audiences()
 RETURNS integer[]
 LANGUAGE sql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
    select coalesce(array_agg(m.audience), '{}')
    from audience_member m join org o on o.id = m.org left join nation n on n.code = o.nation
    where m.org = acting_org()
      and (o.enrolment = 'enrolled' or o.enrolment = 'suspended' and o.tombstones_until is not null)
      and (not (o.kind in ('government', 'law_enforcement') and coalesce(n.enrolment = 'suspended', false)) or n.tombstones_until is not null)
  $function$
;

CREATE OR REPLACE FUNCTION public.object_search_follows_release()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  update object_search s set live = n.listed and not v.withdrawn
  from now_so n join before b on b.id = n.id and b.listed <> n.listed join object_version v on v.release = n.id
  where s.version = v.id;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.object_search_follows_version()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  update object_search s set audience = n.audience, draft = n.release is null,
    live = not n.withdrawn and coalesce((select listed from release r where r.id = n.release), true)
  from now_so n where s.version = n.id;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.object_search_is_due()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  insert into object_search_due select id from fresh where collection = 0;
  return null;
end $function$
;

CREATE OR REPLACE FUNCTION public.programme_kind_is_final()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if new.kind <> old.kind then
    raise exception 'a % programme never becomes %', old.kind, new.kind using errcode = 'check_violation';
  end if;
  return new;
end $function$
;

CREATE OR REPLACE FUNCTION public.referring_versions(wanted uuid, most integer)
 RETURNS SETOF bigint
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$
    select r.version from object_reference r join object_version v on v.id = r.version
    where r.target = wanted and (acting_org() = 0 or v.audience = any((select my_audiences())::int[]))
    order by r.version desc limit most
  $function$
;

CREATE OR REPLACE FUNCTION public.sees_all()
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE SECURITY DEFINER
 SET search_path TO 'public'
AS $function$ select acting_org() = 0 or exists (select from org where id = acting_org() and kind = 'operator' and enrolment = 'enrolled') $function$
;

-- Rights in schemas

grant create, usage on schema public to pg_database_owner;
grant usage on schema public to public;
grant usage on schema public to tocsin_app;
grant usage on schema public to tocsin_ingest;

-- Rights in tables, views and sequences

grant delete, insert, select, update on "overlay" to tocsin_app;
grant delete, insert, select on access_token to tocsin_app;
grant insert, select, update on alarm to tocsin_app;
grant insert, select, update on alarm to tocsin_ingest;
grant insert, select on audience to tocsin_app;
grant insert, select on audience to tocsin_ingest;
grant insert, select on audience_member to tocsin_app;
grant insert, select on audience_member to tocsin_ingest;
grant select on audit to tocsin_app;
grant insert, select on audit_identity to tocsin_app;
grant insert, select on audit_row to tocsin_app;
grant delete, insert, select, update on autonomous_system to tocsin_app;
grant select on autonomous_system to tocsin_ingest;
grant insert, select, update on backfill to tocsin_app;
grant insert, select, update on batch to tocsin_app;
grant insert, select, update on batch to tocsin_ingest;
grant insert, select on change to tocsin_app;
grant insert, select on change to tocsin_ingest;
grant select, update on change_head to tocsin_app;
grant select, update on change_head to tocsin_ingest;
grant insert, select on checkpoint to tocsin_app;
grant insert, select on checkpoint_key to tocsin_app;
grant insert, select on checkpoint_place to tocsin_app;
grant insert, select, update on client_certificate to tocsin_app;
grant insert, select, update on collection to tocsin_app;
grant insert, select, update on collection_entry to tocsin_app;
grant delete, insert, select, update on collection_grant to tocsin_app;
grant delete, insert, select, update on constituency to tocsin_app;
grant select on constituency to tocsin_ingest;
grant delete, insert, select, update on constituency_reach to tocsin_app;
grant delete, insert, select, update on contact to tocsin_app;
grant select on enrichment to tocsin_app;
grant insert, select on enrichment to tocsin_ingest;
grant select on episode to tocsin_app;
grant insert, select, update on episode to tocsin_ingest;
grant select on event to tocsin_app;
grant insert, select on event to tocsin_ingest;
grant select on event_grant to tocsin_app;
grant insert, select on event_grant to tocsin_ingest;
grant delete, insert, select, update on event_hour_due to tocsin_app;
grant select on event_partition to tocsin_app;
grant insert, select, update on event_sighting to tocsin_app;
grant select, update on event_sighting_progress to tocsin_app;
grant delete, insert, select, update on external_identity to tocsin_app;
grant delete, insert, select, update on family to tocsin_app;
grant insert, select on family to tocsin_ingest;
grant delete, insert, select, update on family_alias to tocsin_app;
grant select on family_alias to tocsin_ingest;
grant select on host to tocsin_app;
grant delete, insert, select, update on import to tocsin_app;
grant delete, insert, select, update on import_item to tocsin_app;
grant delete, insert, select, update on invitation to tocsin_app;
grant delete, insert, select, update on ip_snapshot to tocsin_app;
grant select on ip_snapshot to tocsin_ingest;
grant insert, select, update on log_head to tocsin_app;
grant select on my_event to tocsin_app;
grant insert, select, update on nation to tocsin_app;
grant select on nation to tocsin_ingest;
grant insert, select, update on notice to tocsin_app;
grant insert, select, update on oauth_client to tocsin_app;
grant insert, select, update on object to tocsin_app;
grant insert, select, update on object_provenance to tocsin_app;
grant insert, select on object_reference to tocsin_app;
grant insert, select, update on object_search to tocsin_app;
grant delete, insert, select, update on object_search_due to tocsin_app;
grant insert, select on object_value to tocsin_app;
grant insert, select, update on object_version to tocsin_app;
grant insert, select, update on org to tocsin_app;
grant select on org to tocsin_ingest;
grant delete, insert, select, update on outbox to tocsin_app;
grant insert on outbox to tocsin_ingest;
grant delete, insert, select, update on passkey to tocsin_app;
grant delete, insert, select, update on password to tocsin_app;
grant delete, insert, select, update on person to tocsin_app;
grant insert, select, update on programme to tocsin_app;
grant select on programme to tocsin_ingest;
grant select on pseudonym_key to tocsin_app;
grant insert, select, update on quarantine to tocsin_app;
grant insert, select, update on quarantine to tocsin_ingest;
grant insert, select on receipt to tocsin_app;
grant delete, insert, select, update on recovery_code to tocsin_app;
grant insert, select, update on release to tocsin_app;
grant delete, insert, select, update on release_reason to tocsin_app;
grant select on route to tocsin_app;
grant insert, select on route to tocsin_ingest;
grant select on route_reason to tocsin_app;
grant insert, select on route_reason to tocsin_ingest;
grant delete, insert, select, update on scheduled_release to tocsin_app;
grant select on schema_migration to public;
grant usage on sequence portion_id to tocsin_app;
grant usage on sequence portion_id to tocsin_ingest;
grant select, update, usage on sequence registry_version to tocsin_app;
grant delete, insert, select, update on session to tocsin_app;
grant delete, insert, select, update on sharing_group to tocsin_app;
grant select, update on sharing_progress to tocsin_app;
grant delete, insert, select, update on sign_in_failure to tocsin_app;
grant delete, insert, select, update on sign_in_step to tocsin_app;
grant insert, select, update on source to tocsin_app;
grant insert, select, update on source to tocsin_ingest;
grant delete, insert, select, update on subscription to tocsin_app;
grant delete, insert, select, update on subscription_message to tocsin_app;
grant delete, insert, select, update on subscription_secret to tocsin_app;
grant select on tally to tocsin_app;
grant insert, select, update on tally to tocsin_ingest;
grant select on taxii_key to tocsin_app;
grant delete, insert, select on taxii_status to tocsin_app;
grant delete, insert, select, update on token to tocsin_app;
grant delete, insert, select, update on totp to tocsin_app;
grant delete, insert, select, update on unsubscribe_link to tocsin_app;
grant delete, insert, select, update on warninglist to tocsin_app;
grant select on warninglist to tocsin_ingest;

-- Rights in columns

grant update (routes, owners, seq, hash) on audit_row to tocsin_app;
grant update (current, state, closed_at, closed_by) on episode to tocsin_app;
grant update (seq, hash) on receipt to tocsin_app;

-- Rights in functions (those not named here are open to all)

grant execute on function drop_event_partition(date,text) to tocsin_app;
grant execute on function ensure_event_partition(date) to tocsin_app;
grant execute on function ensure_event_partition(date) to tocsin_ingest;
grant execute on function erase_audit_identities(text,date) to tocsin_app;
grant execute on function expire_changes(timestamp with time zone) to tocsin_app;
grant execute on function expire_event_sightings(timestamp with time zone) to tocsin_app;
grant execute on function expire_log(text,integer,timestamp with time zone) to tocsin_app;
grant execute on function expire_tallies(date) to tocsin_app;
