-- The schema that server/migrations make, read from the catalogue of PostgreSQL.
-- Written by a program (node server/test/write-schema.ts) and compared by a test: change a migration, never this file.
-- Left out: partitions by day, the job queue's own schema (pgboss).

-- Sequences (those of identity columns are written with their column)

create sequence portion_id as bigint;
create sequence registry_version as bigint;

-- Tables

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

create table audit (
  id bigint generated always as identity not null,
  at timestamp with time zone not null,
  org integer not null,
  actor text not null,
  action text not null,
  subject text not null,
  detail jsonb default '{}'::jsonb not null
);
alter table audit add constraint audit_pkey PRIMARY KEY (id);
CREATE INDEX audit_subject_id_idx ON public.audit USING btree (subject, id);
alter table audit enable row level security;
alter table audit force row level security;
create policy audit_definer on audit for all to tocsin_owner
  using (true)
  with check (true);
create policy audit_read on audit for select to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)));
create policy audit_write on audit for insert to tocsin_app
  with check (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)));

create table autonomous_system (
  asn bigint not null,
  name text not null,
  country text,
  import text
);
alter table autonomous_system add constraint autonomous_system_asn_check CHECK (((asn >= 0) AND (asn <= '4294967295'::bigint)));
alter table autonomous_system add constraint autonomous_system_pkey PRIMARY KEY (asn);

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
  reason text not null
);
alter table change add constraint change_audience_fkey FOREIGN KEY (audience) REFERENCES audience(id);
alter table change add constraint change_kind_check CHECK ((kind = ANY (ARRAY['published'::text, 'updated'::text, 'withdrawn'::text])));
alter table change add constraint change_pkey PRIMARY KEY (seq);
alter table change add constraint change_subject_check CHECK ((subject = 'events'::text));
CREATE INDEX change_by_audience ON public.change USING btree (audience, seq);
alter table change enable row level security;
alter table change force row level security;
create policy change_definer on change for all to tocsin_owner
  using (true)
  with check (true);
create policy change_ingest on change for all to tocsin_ingest
  using (true)
  with check (true);
create policy change_own on change for select to tocsin_app
  using (((audience = ANY (( SELECT my_audiences() AS my_audiences)::integer[])) OR ( SELECT sees_all() AS sees_all)));

create table change_head (
  only_one boolean default true not null,
  epoch integer default 1 not null,
  seq bigint default 0 not null,
  horizon bigint default 0 not null
);
alter table change_head add constraint change_head_only_one_check CHECK (only_one);
alter table change_head add constraint change_head_pkey PRIMARY KEY (only_one);

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
  using (((audience = ANY (( SELECT my_audiences() AS my_audiences)::integer[])) OR ( SELECT sees_all() AS sees_all)));
create policy event_definer on event for all to tocsin_owner
  using (true)
  with check (true);
create policy event_ingest on event for all to tocsin_ingest
  using (true)
  with check (true);

create table event_partition (
  day date not null,
  created_at timestamp with time zone default now() not null,
  dropped_at timestamp with time zone,
  events bigint,
  dropped_by text
);
alter table event_partition add constraint event_partition_pkey PRIMARY KEY (day);

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

create table nation (
  code text not null,
  name text not null,
  basis text not null,
  enrolment text default 'invited'::text not null,
  languages text[] not null,
  time_zone text not null,
  domains text[] not null,
  updated_at timestamp with time zone default now() not null
);
alter table nation add constraint nation_basis_check CHECK ((basis = ANY (ARRAY['eu'::text, 'accession'::text, 'efta'::text, 'uk'::text, 'monaco'::text, 'vatican'::text])));
alter table nation add constraint nation_code_check CHECK ((code ~ '^[A-Z]{2}$'::text));
alter table nation add constraint nation_enrolment_check CHECK ((enrolment = ANY (ARRAY['invited'::text, 'enrolled'::text, 'suspended'::text])));
alter table nation add constraint nation_pkey PRIMARY KEY (code);

create table org (
  id integer generated always as identity not null,
  handle text not null,
  name text not null,
  kind text not null,
  nation text,
  team text,
  enrolment text default 'invited'::text not null,
  created_at timestamp with time zone default now() not null,
  updated_at timestamp with time zone default now() not null
);
alter table org add constraint org_enrolment_check CHECK ((enrolment = ANY (ARRAY['invited'::text, 'enrolled'::text, 'suspended'::text])));
alter table org add constraint org_handle_check CHECK ((handle ~ '^[a-z0-9][a-z0-9-]{1,62}$'::text));
alter table org add constraint org_handle_key UNIQUE (handle);
alter table org add constraint org_kind_check CHECK ((kind = ANY (ARRAY['operator'::text, 'government'::text, 'law_enforcement'::text, 'partner'::text, 'isp'::text])));
alter table org add constraint org_nation_fkey FOREIGN KEY (nation) REFERENCES nation(code);
alter table org add constraint org_pkey PRIMARY KEY (id);
alter table org add constraint org_team_check CHECK ((team = ANY (ARRAY['national_csirt'::text, 'government_csirt'::text, 'other'::text])));
CREATE INDEX org_nation_idx ON public.org USING btree (nation);
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
  expires_at timestamp with time zone not null
);
alter table session add constraint session_org_fkey FOREIGN KEY (org) REFERENCES org(id);
alter table session add constraint session_pkey PRIMARY KEY (hash);
alter table session add constraint session_token_fkey FOREIGN KEY (token) REFERENCES token(id);
alter table session enable row level security;
alter table session force row level security;
create policy session_definer on session for all to tocsin_owner
  using (true)
  with check (true);
create policy session_own on session for all to tocsin_app
  using (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)))
  with check (((org = ( SELECT acting_org() AS acting_org)) OR ( SELECT sees_all() AS sees_all)));

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
  using (((audience = ANY (( SELECT my_audiences() AS my_audiences)::integer[])) OR ( SELECT sees_all() AS sees_all)));
create policy tally_definer on tally for all to tocsin_owner
  using (true)
  with check (true);
create policy tally_ingest on tally for all to tocsin_ingest
  using (true)
  with check (true);

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

-- Functions

CREATE OR REPLACE FUNCTION public.acting_org()
 RETURNS integer
 LANGUAGE sql
 STABLE PARALLEL SAFE
RETURN (NULLIF(current_setting('app.org'::text, true), ''::text))::integer
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

grant insert, select, update on alarm to tocsin_app;
grant insert, select, update on alarm to tocsin_ingest;
grant select on audience to tocsin_app;
grant insert, select on audience to tocsin_ingest;
grant select on audience_member to tocsin_app;
grant insert, select on audience_member to tocsin_ingest;
grant insert, select on audit to tocsin_app;
grant delete, insert, select, update on autonomous_system to tocsin_app;
grant select on autonomous_system to tocsin_ingest;
grant insert, select, update on batch to tocsin_app;
grant insert, select, update on batch to tocsin_ingest;
grant select on change to tocsin_app;
grant insert, select on change to tocsin_ingest;
grant select on change_head to tocsin_app;
grant select, update on change_head to tocsin_ingest;
grant delete, insert, select, update on constituency to tocsin_app;
grant select on constituency to tocsin_ingest;
grant delete, insert, select, update on contact to tocsin_app;
grant select on enrichment to tocsin_app;
grant insert, select on enrichment to tocsin_ingest;
grant select on episode to tocsin_app;
grant insert, select, update on episode to tocsin_ingest;
grant select on event to tocsin_app;
grant insert, select on event to tocsin_ingest;
grant select on event_partition to tocsin_app;
grant delete, insert, select, update on family to tocsin_app;
grant insert, select on family to tocsin_ingest;
grant delete, insert, select, update on family_alias to tocsin_app;
grant select on family_alias to tocsin_ingest;
grant select on host to tocsin_app;
grant delete, insert, select, update on ip_snapshot to tocsin_app;
grant select on ip_snapshot to tocsin_ingest;
grant insert, select, update on nation to tocsin_app;
grant select on nation to tocsin_ingest;
grant insert, select, update on org to tocsin_app;
grant select on org to tocsin_ingest;
grant delete, insert, select, update on outbox to tocsin_app;
grant insert on outbox to tocsin_ingest;
grant insert, select, update on programme to tocsin_app;
grant select on programme to tocsin_ingest;
grant select on pseudonym_key to tocsin_app;
grant insert, select, update on quarantine to tocsin_app;
grant insert, select, update on quarantine to tocsin_ingest;
grant select on route to tocsin_app;
grant insert, select on route to tocsin_ingest;
grant select on route_reason to tocsin_app;
grant insert, select on route_reason to tocsin_ingest;
grant select on schema_migration to public;
grant usage on sequence portion_id to tocsin_app;
grant usage on sequence portion_id to tocsin_ingest;
grant select, update, usage on sequence registry_version to tocsin_app;
grant delete, insert, select, update on session to tocsin_app;
grant insert, select, update on source to tocsin_app;
grant insert, select, update on source to tocsin_ingest;
grant select on tally to tocsin_app;
grant insert, select, update on tally to tocsin_ingest;
grant delete, insert, select, update on token to tocsin_app;
grant delete, insert, select, update on warninglist to tocsin_app;
grant select on warninglist to tocsin_ingest;

-- Rights in columns

grant update (current, state, closed_at, closed_by) on episode to tocsin_app;

-- Rights in functions (those not named here are open to all)

grant execute on function drop_event_partition(date,text) to tocsin_app;
grant execute on function ensure_event_partition(date) to tocsin_app;
grant execute on function ensure_event_partition(date) to tocsin_ingest;
grant execute on function expire_changes(timestamp with time zone) to tocsin_app;
grant execute on function expire_tallies(date) to tocsin_app;
