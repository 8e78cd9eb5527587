-- Records in further formats than oai_dc, sets by rule, and what comes with a record from elsewhere.

-- As the publisher and the readers take them, so that none of them can wait for this while this waits for it.
do $$ begin perform 1 from publish_clock for update; end $$;

alter table records
  add column ready_xml jsonb not null default '{}',
  add column provenance jsonb,
  add constraint records_ready_xml_object check (jsonb_typeof(ready_xml) = 'object');

comment on column records.ready_xml is 'XML given with the record, by metadataPrefix: {"ddi": "<codeBook …>"}. The prefix has to be one of OAI_READY_XML_FORMATS.';
comment on column records.provenance is 'Where the record was harvested from (docs/formats.md, Provenance); null for one of your own.';

alter table sets add column rule jsonpath,
  -- What is written $name is a variable, which nothing gives a value here: to look for it is an error. Texts in quotes are taken out first, for they may end in a dollar.
  add constraint sets_rule_no_variable check (regexp_replace(rule::text, '"([^"\\]|\\.)*"', '""', 'g') !~ '[$]""');

comment on column sets.rule is 'Records for which this holds are in the set, beside those that name it in records.sets. A jsonpath predicate over the record in full form, such as $.accessRights == "open".';

-- An entry for a set: its rule may have changed, so that records may have come into it or left it.
alter table outbox add column set_spec text collate "C",
  add constraint outbox_record_or_set check (record_id is null or set_spec is null);

create function note_changed_sets() returns trigger language plpgsql security definer as $$
begin
  if tg_op = 'INSERT' then
    insert into outbox (set_spec) select set_spec from new_rows where rule is not null;
  elsif tg_op = 'UPDATE' then
    insert into outbox (set_spec)
    select n.set_spec from new_rows n full join old_rows o on o.set_spec = n.set_spec
    where n.rule::text is distinct from o.rule::text and n.set_spec is not null
    union
    select o.set_spec from old_rows o where o.rule is not null and not exists (select 1 from new_rows n where n.set_spec = o.set_spec);
  elsif tg_op = 'DELETE' then
    insert into outbox (set_spec) select set_spec from old_rows where rule is not null;
  else
    insert into outbox (record_id) values (null);
  end if;
  return null;
end
$$;

do $$ begin execute format('alter function note_changed_sets() set search_path = %I, pg_temp', current_schema()); end $$;

create trigger sets_inserted after insert on sets
  referencing new table as new_rows for each statement execute function note_changed_sets();
create trigger sets_updated after update on sets
  referencing old table as old_rows new table as new_rows for each statement execute function note_changed_sets();
create trigger sets_deleted after delete on sets
  referencing old table as old_rows for each statement execute function note_changed_sets();
create trigger sets_truncated after truncate on sets
  for each statement execute function note_changed_sets();

-- The number of the batch that wrote the row: what was rendered from another one is out of date.
alter table published add column revision bigint not null default 0;

create sequence published_revisions;

create table published_sources (
  id text collate "C" not null,
  -- As they stood in records, as JSON. Text, for it is read far more often than looked into.
  metadata text not null,
  ready_xml text,
  -- The ready about elements.
  about_xml text not null,
  -- Of all of these.
  digest bytea not null,
  constraint published_sources_pkey primary key (id)
);

do $$ begin
  alter table published_sources alter column metadata set compression lz4;
exception when feature_not_supported then null;
end $$;

comment on table published_sources is 'What each published record was made from. Written by the publisher alone; kept while a new version of the record has a problem.';

create table published_formats (
  prefix text collate "C" not null,
  -- Names the renderings of this version of the format.
  key integer generated always as identity,
  version text not null,
  -- No record in this format has an earlier datestamp. Null while its records are looked for, and it is not offered yet.
  since timestamptz(0),
  -- They are found once no entry of the outbox up to this one is left.
  pending_entry bigint,
  constraint published_formats_pkey primary key (prefix)
);

comment on table published_formats is 'Formats beside oai_dc that are switched on, and since when. Written by the publisher alone.';

create table published_prefixes (
  prefix text collate "C" not null,
  -- A set or an ancestor of one; '' for all of the format.
  set_spec text collate "C" not null,
  datestamp timestamptz(0) not null,
  id text collate "C" not null,
  -- For a record that is there, but no longer in this format: the record element that says so.
  tombstone_xml text,
  constraint published_prefixes_pkey primary key (prefix, set_spec, datestamp, id)
);

create index published_prefixes_record on published_prefixes (id);

comment on table published_prefixes is 'The lists of formats that not every record has. Written by the publisher alone.';

create table renditions (
  format integer not null,
  id text collate "C" not null,
  -- That of the published row it was made from.
  revision bigint not null,
  record_xml text not null,
  record_bytes integer not null,
  constraint renditions_pkey primary key (format, id)
);

do $$ begin
  alter table renditions alter column record_xml set compression lz4;
exception when feature_not_supported then null;
end $$;

comment on table renditions is 'Records ready to be sent in formats beside oai_dc: made when somebody asks, or by the publisher for formats that are set so. May be emptied at any time.';

-- Every published record gets its source, and no other datestamp.
insert into outbox (record_id) select null where exists (select 1 from published);
