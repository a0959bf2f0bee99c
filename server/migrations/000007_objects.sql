-- STIX objects: versions, what they were released under, who has them, and the order in which they came.

-- The sharing facts of a release: immutable and interned, so that thousands of objects that are released alike share one
-- row and one decision. `audience` is what decide() makes of the facts now; it follows the registry, groups and the clock.
create table release (
  id           int generated always as identity primary key,
  key          text not null unique,       -- sha-256 of the facts in canonical form
  owner        int not null references org,
  tlp          text not null check (tlp in ('red', 'amber+strict', 'amber', 'green', 'clear')),
  distribution text not null check (distribution in ('concerned', 'named')),
  orgs         int[] not null default '{}',   -- named orgs
  users        text[] not null default '{}',  -- RED: named users of named orgs
  groups       int[] not null default '{}',   -- named groups
  exclusions   int[] not null default '{}',
  embargo_until timestamptz,
  embargo_recipients int[] not null default '{}',
  expires_at   timestamptz,                   -- of the release, never valid_until
  concerns     text[] not null default '{}',  -- constituency entries that what is shared falls into: 'prefix 192.0.2.0/24'
  wanted       text[] not null default '{}',  -- the same as the analyst named them: matched anew when the registry moves
  audience     int not null references audience,
  listed       boolean not null,              -- false: expired; the owner keeps it, nobody's list has it
  due_at       timestamptz,                   -- when the clock alone changes the audience next
  registry     bigint not null,               -- the version of the registry that the audience follows from
  behind       text                           -- why it moved: versions are still to follow, in chunks
);
create index release_behind on release (id) where behind is not null;
create index release_registry on release (registry);
create index release_due on release (due_at) where due_at is not null;
create index release_groups on release using gin (groups) where groups <> '{}';

-- The rule that put each member into the audience of a release.
create table release_reason (
  release      int not null references release,
  org          int not null references org,
  rule         text not null,
  reach        text not null,                 -- the strictest level of parts (granular markings) that the org may see
  until        timestamptz,                   -- expiry of the release, for its readers, who do not see the release itself
  primary key (release, org)
);

-- The tables that grow have no foreign keys: rows are written by one function, in one transaction, and never go; a check
-- per row would cost a fifth of the writing and make writers queue for the row of a common audience.
create table object (
  stix_id      text collate "C" not null,
  owner        int not null,
  type         text not null,
  revoked_at   text,                          -- instant of the version that revoked it, which is final (STIX 2.1 section 3.6)
  created_at   timestamptz not null,
  -- By owner too: whether another org has an object must not show in what becomes of one's own.
  primary key (stix_id, owner)
);

create table object_version (
  id           bigint generated always as identity primary key,
  stix_id      text collate "C" not null,
  owner        int not null,
  collection   int not null default 0,        -- 0: the programme's intelligence
  instant      text collate "C" not null,     -- the version in the form that sorts and compares: no Z, no trailing zeros
  version      text not null,                 -- modified, else created, as it was given; else the one version of all SCOs
  type         text not null,
  spec_version text not null,
  name         text,
  release      int,                           -- null: a draft
  withdrawn    boolean not null default false,
  granular     boolean not null default false, -- parts are marked: who is not the owner gets what its reach permits
  audience     int not null,                  -- who may have the body now
  created_at   timestamptz not null,
  created_by   text not null,
  body         text not null,                 -- exactly as it came
  unique (stix_id, owner, collection, instant)
) with (fillfactor = 92);
create index object_version_by_release on object_version (release) where release is not null;
create index object_version_drafts on object_version (owner, id) where release is null and not withdrawn;

-- What a version refers to; targets need not be here. Graph and search come in by their target.
create table object_reference (
  version      bigint not null,
  name         text not null,
  target       uuid not null                  -- the UUID of the id: a third of its length
);
create index on object_reference (target);
create index on object_reference (version);

-- What stands in each audience's list, in the order of commits. A projection of `change`, written with it.
create table collection_entry (
  version      bigint not null,
  seq          bigint not null,
  audience     int not null,
  collection   int not null,
  date_added   timestamptz not null,
  type         text not null,
  live         boolean not null default true,
  several      boolean not null default false, -- other versions or copies of the id exist: readers ask which is theirs
  primary key (version, seq)
);
create unique index collection_entry_list on collection_entry (audience, collection, date_added) where live;
create index collection_entry_types on collection_entry (audience, collection, type, date_added) where live;

-- A release that waits, so that it can be undone; the version is a draft until then.
create table scheduled_release (
  version      bigint primary key,
  release      int not null references release,
  at           timestamptz not null,
  by_org       int not null,
  by_name      text not null
);
create index on scheduled_release (at);

-- RED travels without its body to those who are named; they read it in person.
create table notice (
  version      bigint not null,
  org          int not null references org,
  person       text not null,
  at           timestamptz not null,
  withdrawn_at timestamptz,
  primary key (version, org, person)
);
create index on notice (org, at);

-- A set of orgs with a name: by hand, or by a blueprint over the registry that is evaluated again when the registry moves.
create table sharing_group (
  id           int generated always as identity primary key,
  handle       text not null unique check (handle ~ '^[a-z0-9][a-z0-9-]{1,62}$'),
  name         text not null,
  owner        int not null references org,
  blueprint    jsonb,                         -- null: by hand
  members      int[] not null default '{}',
  updated_at   timestamptz not null
);

-- Up to which state of the registry groups and audiences were brought.
create table sharing_progress (
  only_one     boolean primary key default true check (only_one),
  registry     bigint not null default -1,
  entries      text not null default ''       -- fingerprint of all constituencies: objects are matched anew when it moves
);
insert into sharing_progress default values;

-- What an org itself makes of an object. Nobody else sees it, the operator and the programme included.
create table overlay (
  org          int not null references org,
  stix_id      text collate "C" not null,
  verdict      text check (verdict in ('malicious', 'suspicious', 'benign', 'unknown')),
  status       text check (status in ('new', 'in_progress', 'deployed', 'hit', 'closed')),
  note         text not null default '',
  updated_at   timestamptz not null,
  updated_by   text not null,
  primary key (org, stix_id)
);

-- The log: one row per version and audience. Events are read by their own index, objects by theirs.
alter table change drop constraint change_subject_check;
alter table change add constraint change_subject_check check (subject in ('events', 'object'));
alter table change drop constraint change_audience_fkey;
alter table change
  add column version bigint,                  -- subject object
  add column stix_id text collate "C",        -- subject object: what a tombstone still says
  add column stix_version text,
  add column collection int,
  add column date_added timestamptz,
  add constraint change_object_check check (subject <> 'object' or (version is not null and stix_id is not null and date_added is not null));
drop index change_by_audience;
create index change_events_by_audience on change (audience, seq) where subject = 'events';
create index change_events on change (seq) where subject = 'events';
create index change_objects_by_audience on change (audience, seq) where subject = 'object';
create index change_tombstones on change (audience, date_added) where kind = 'withdrawn';

-- The last microsecond that was given to an object. Clocks step back; this does not.
alter table change_head add column date_added timestamptz not null default 'epoch';

-- A member that left may read what was taken back from it; a job ends that after 30 days by the programme's clock.
alter table org add column tombstones_until timestamptz;
alter table nation add column tombstones_until timestamptz;
create function keep_tombstones() returns trigger language plpgsql as $$
begin
  if new.enrolment <> old.enrolment then
    new.tombstones_until := case when new.enrolment = 'suspended' then new.updated_at + interval '30 days' end;
  end if;
  return new;
end $$;
create trigger org_keeps_tombstones before update on org for each row execute function keep_tombstones();
create trigger nation_keeps_tombstones before update on nation for each row execute function keep_tombstones();

-- The audiences whose tombstones the acting org may read: its own, and for a while those of an org that was suspended.
create function my_tombstone_audiences() returns int[]
  language sql stable parallel safe security definer set search_path = public
  as $$
    select coalesce(array_agg(m.audience), '{}')
    from audience_member m join org o on o.id = m.org left join nation n on n.code = o.nation
    where m.org = acting_org()
      and (o.enrolment = 'enrolled' or o.enrolment = 'suspended' and o.tombstones_until is not null)
      and (not (o.kind in ('government', 'law_enforcement') and coalesce(n.enrolment = 'suspended', false)) or n.tombstones_until is not null)
  $$;

-- Versions that refer to a UUID and that the acting org may read: the index would not be used under a policy.
create function referring_versions(wanted uuid, most int) returns setof bigint
  language sql stable security definer set search_path = public
  as $$
    select r.version from object_reference r join object_version v on v.id = r.version
    where r.target = wanted and (acting_org() = 0 or v.audience = any((select my_audiences())::int[]))
    order by r.version desc limit most
  $$;

alter table release enable row level security;
alter table release force row level security;
create policy release_own on release for select to tocsin_app using (owner = (select acting_org()));
create policy release_programme on release to tocsin_app using ((select acting_org()) = 0) with check ((select acting_org()) = 0);
create policy release_definer on release to tocsin_owner using (true) with check (true);

alter table release_reason enable row level security;
alter table release_reason force row level security;
create policy release_reason_own on release_reason for select to tocsin_app using (org = (select acting_org()));
create policy release_reason_programme on release_reason to tocsin_app
  using ((select acting_org()) = 0) with check ((select acting_org()) = 0);
create policy release_reason_definer on release_reason to tocsin_owner using (true) with check (true);

alter table object enable row level security;
alter table object force row level security;
create policy object_own on object for select to tocsin_app using (owner = (select acting_org()));
create policy object_programme on object to tocsin_app using ((select acting_org()) = 0) with check ((select acting_org()) = 0);
create policy object_definer on object to tocsin_owner using (true) with check (true);

alter table object_version enable row level security;
alter table object_version force row level security;
create policy object_version_own on object_version for select to tocsin_app
  using (audience = any((select my_audiences())::int[]) or (select acting_org()) = 0);
create policy object_version_insert on object_version for insert to tocsin_app with check ((select acting_org()) = 0);
create policy object_version_update on object_version for update to tocsin_app using ((select acting_org()) = 0);
create policy object_version_definer on object_version to tocsin_owner using (true) with check (true);

alter table object_reference enable row level security;
alter table object_reference force row level security;
create policy object_reference_programme on object_reference to tocsin_app
  using ((select acting_org()) = 0) with check ((select acting_org()) = 0);
create policy object_reference_definer on object_reference to tocsin_owner using (true) with check (true);

alter table collection_entry enable row level security;
alter table collection_entry force row level security;
create policy collection_entry_own on collection_entry for select to tocsin_app
  using (audience = any((select my_audiences())::int[]) or (select acting_org()) = 0);
create policy collection_entry_insert on collection_entry for insert to tocsin_app with check ((select acting_org()) = 0);
create policy collection_entry_update on collection_entry for update to tocsin_app using ((select acting_org()) = 0);
create policy collection_entry_definer on collection_entry to tocsin_owner using (true) with check (true);

alter table scheduled_release enable row level security;
alter table scheduled_release force row level security;
create policy scheduled_release_own on scheduled_release for select to tocsin_app using (by_org = (select acting_org()));
create policy scheduled_release_programme on scheduled_release to tocsin_app
  using ((select acting_org()) = 0) with check ((select acting_org()) = 0);
create policy scheduled_release_definer on scheduled_release to tocsin_owner using (true) with check (true);

alter table notice enable row level security;
alter table notice force row level security;
create policy notice_own on notice for select to tocsin_app using (org = (select acting_org()));
create policy notice_programme on notice to tocsin_app using ((select acting_org()) = 0) with check ((select acting_org()) = 0);
create policy notice_definer on notice to tocsin_owner using (true) with check (true);

alter table sharing_group enable row level security;
alter table sharing_group force row level security;
-- Whom one shares with one may know; who else shares with whom one may not.
create policy sharing_group_read on sharing_group for select to tocsin_app
  using (owner = (select acting_org()) or (select acting_org()) = any(members) or (select sees_all()));
create policy sharing_group_write on sharing_group to tocsin_app
  using (owner = (select acting_org()) or (select acting_org()) = 0)
  with check (owner = (select acting_org()) or (select acting_org()) = 0);
create policy sharing_group_definer on sharing_group to tocsin_owner using (true) with check (true);

alter table overlay enable row level security;
alter table overlay force row level security;
create policy overlay_own on overlay to tocsin_app using (org = (select acting_org())) with check (org = (select acting_org()));
create policy overlay_definer on overlay to tocsin_owner using (true) with check (true);

-- The operator follows the events of all, and of objects its own.
drop policy change_own on change;
create policy change_own on change for select to tocsin_app
  using (audience = any((select my_audiences())::int[])
         or kind = 'withdrawn' and audience = any((select my_tombstone_audiences())::int[])
         or subject = 'events' and (select sees_all())
         or (select acting_org()) = 0);
create policy change_objects on change for insert to tocsin_app with check ((select acting_org()) = 0 and subject = 'object');
create policy audience_member_programme on audience_member for insert to tocsin_app with check ((select acting_org()) = 0);

grant select, insert, update on release, object, object_version, collection_entry, notice, sharing_group, overlay to tocsin_app;
grant select, insert, update, delete on scheduled_release, release_reason to tocsin_app;
grant delete on overlay, sharing_group to tocsin_app;
grant select, insert on object_reference to tocsin_app;
grant select, update on sharing_progress to tocsin_app;
grant insert on audience, audience_member, change to tocsin_app;
grant update on change_head to tocsin_app;
