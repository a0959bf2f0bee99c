-- What the pseudonyms of sources are made with. Born with the database, so that they stay the same; nobody but the
-- programme itself reads it, so that nobody can try out whose pseudonym one is.
create table pseudonym_key (
  only_one     boolean primary key default true check (only_one),
  key          text not null               -- 244 random bits
);
insert into pseudonym_key (key) values (gen_random_uuid()::text || gen_random_uuid()::text);

alter table pseudonym_key enable row level security;
alter table pseudonym_key force row level security;
create policy pseudonym_key_programme on pseudonym_key for select to tocsin_app using ((select acting_org()) = 0);
create policy pseudonym_key_definer on pseudonym_key to tocsin_owner using (true) with check (true);
grant select on pseudonym_key to tocsin_app;

-- Batches come in order of time: the last day of them is found by a few blocks, at next to no cost for writers.
create index batch_by_time on batch using brin (received_at) with (pages_per_range = 16);
