-- What the migrations of sql/ make, for reading and for review. A test compares it; UPDATE_GOLDEN=1 rewrites it.

table installation -- One row: what belongs to this repository rather than to one server of it.
  only_row boolean not null default true
  set_up_at timestamp(0) with time zone not null
  token_secret text
  output_version text
  constraint installation_one_row CHECK (only_row)
  constraint installation_pkey PRIMARY KEY (only_row)

table oai_migrations
  number integer not null
  name text not null
  checksum text not null
  applied_at timestamp with time zone not null default now()
  constraint oai_migrations_pkey PRIMARY KEY (number)

table outbox -- Ids of changed records, waiting for the publisher. Append-only for writers; an id may stand here several times.
  entry bigint not null generated always as identity
  record_id text collate "C"
  set_spec text collate "C"
  constraint outbox_pkey PRIMARY KEY (entry)
  constraint outbox_record_or_set CHECK (((record_id IS NULL) OR (set_spec IS NULL)))

table problems -- Records that could not be published, and why. The last good version stays public. A row goes when its record is mended or deleted.
  record_id text collate "C" not null
  code text not null
  message text not null
  since timestamp(0) with time zone not null
  constraint problems_pkey PRIMARY KEY (record_id)

table publish_clock -- One row: published through when. Its row lock, held for a whole batch, is what makes the publisher the only one.
  only_row boolean not null default true
  published_through timestamp(0) with time zone not null
  publication bigint not null default 0
  earliest_datestamp timestamp(0) with time zone
  record_count bigint not null default 0
  publisher text
  publisher_beat bigint not null default 0
  publisher_seen_at timestamp with time zone
  constraint publish_clock_one_row CHECK (only_row)
  constraint publish_clock_pkey PRIMARY KEY (only_row)

table published -- Records as the world sees them. Written by the publisher alone.
  id text collate "C" not null
  identifier text collate "C" not null
  datestamp timestamp(0) with time zone not null
  deleted boolean not null
  sets text[] not null
  digest bytea
  record_xml text not null -- The ready record element with its line end; for a deleted record, the header alone.
  record_bytes integer not null
  header_length integer not null
  revision bigint not null default 0
  constraint published_deleted_or_digested CHECK ((deleted = (digest IS NULL)))
  constraint published_pkey PRIMARY KEY (id)
  CREATE UNIQUE INDEX published_list ON published USING btree (datestamp, id)

table published_formats -- Formats beside oai_dc that are switched on, and since when. Written by the publisher alone.
  prefix text collate "C" not null
  key integer not null generated always as identity
  version text not null
  since timestamp(0) with time zone
  pending_entry bigint
  constraint published_formats_pkey PRIMARY KEY (prefix)

table published_prefixes -- The lists of formats that not every record has. Written by the publisher alone.
  prefix text collate "C" not null
  set_spec text collate "C" not null
  datestamp timestamp(0) with time zone not null
  id text collate "C" not null
  tombstone_xml text
  constraint published_prefixes_pkey PRIMARY KEY (prefix, set_spec, datestamp, id)
  CREATE INDEX published_prefixes_record ON published_prefixes USING btree (id)

table published_sets -- One row for each set, or ancestor of a set, that a published record belongs to. Written by the publisher alone.
  set_spec text collate "C" not null
  datestamp timestamp(0) with time zone not null
  id text collate "C" not null
  constraint published_sets_pkey PRIMARY KEY (set_spec, datestamp, id)

table published_sources -- What each published record was made from. Written by the publisher alone; kept while a new version of the record has a problem.
  id text collate "C" not null
  metadata text not null
  ready_xml text
  about_xml text not null
  digest bytea not null
  constraint published_sources_pkey PRIMARY KEY (id)

table records -- Articles as their owner has them. Change them with plain SQL; the publisher notices.
  id text collate "C" not null -- Your own key; the OAI identifier is oai:<domain>:<id>. Never reuse one for another article.
  metadata jsonb not null -- The record, in full (docs/record.schema.json) or in the shorthands of docs/formats.md.
  sets text[] not null default '{}'::text[] -- The setSpecs the record belongs to; ancestors are implied.
  visibility text not null default 'public'::text -- public, private or withdrawn. A public record that becomes anything else is announced as deleted.
  ready_xml jsonb not null default '{}'::jsonb -- XML given with the record, by metadataPrefix: {"ddi": "<codeBook …>"}. The prefix has to be one of OAI_READY_XML_FORMATS.
  provenance jsonb -- Where the record was harvested from (docs/formats.md, Provenance); null for one of your own.
  constraint records_id_length CHECK (((char_length(id) >= 1) AND (char_length(id) <= 512)))
  constraint records_pkey PRIMARY KEY (id)
  constraint records_ready_xml_object CHECK ((jsonb_typeof(ready_xml) = 'object'::text))
  constraint records_visibility_known CHECK ((visibility = ANY (ARRAY['public'::text, 'private'::text, 'withdrawn'::text])))
  CREATE TRIGGER records_deleted AFTER DELETE ON records REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION note_changed_records()
  CREATE TRIGGER records_inserted AFTER INSERT ON records REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_changed_records()
  CREATE TRIGGER records_truncated AFTER TRUNCATE ON records FOR EACH STATEMENT EXECUTE FUNCTION note_changed_records()
  CREATE TRIGGER records_updated AFTER UPDATE ON records REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_changed_records()

table renditions -- Records ready to be sent in formats beside oai_dc: made when somebody asks, or by the publisher for formats that are set so. What has no fault may be deleted at any time, and is made again.
  format integer not null
  id text collate "C" not null
  revision bigint not null
  record_xml text not null
  record_bytes integer not null
  fault text
  failed_at timestamp(0) with time zone
  failed_revision bigint
  constraint renditions_pkey PRIMARY KEY (format, id)
  CREATE INDEX renditions_failed ON renditions USING btree (format, id) WHERE (failed_revision IS NOT NULL)

table sets -- Names and descriptions of sets. A set that records name but that is not here is listed under its setSpec.
  set_spec text collate "C" not null
  name text not null
  description text
  rule jsonpath -- Records for which this holds are in the set, beside those that name it in records.sets. A jsonpath predicate over the record in full form, such as $.accessRights == "open".
  constraint sets_description_length CHECK ((char_length(description) <= 4000))
  constraint sets_name_given CHECK (((name ~ '\S'::text) AND (char_length(name) <= 1000)))
  constraint sets_pkey PRIMARY KEY (set_spec)
  constraint sets_rule_no_variable CHECK ((regexp_replace((rule)::text, '"([^"\\]|\\.)*"'::text, '""'::text, 'g'::text) !~ '[$]""'::text))
  constraint sets_set_spec_legal CHECK (((char_length(set_spec) <= 256) AND (set_spec ~ '^[-A-Za-z0-9_.!~*''()]+(:[-A-Za-z0-9_.!~*''()]+)*$'::text)))
  CREATE TRIGGER sets_deleted AFTER DELETE ON sets REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION note_changed_sets()
  CREATE TRIGGER sets_inserted AFTER INSERT ON sets REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_changed_sets()
  CREATE TRIGGER sets_truncated AFTER TRUNCATE ON sets FOR EACH STATEMENT EXECUTE FUNCTION note_changed_sets()
  CREATE TRIGGER sets_updated AFTER UPDATE ON sets REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_changed_sets()

CREATE OR REPLACE FUNCTION note_changed_records()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
begin
  if tg_op = 'INSERT' then
    insert into outbox (record_id) select id from new_rows;
  elsif tg_op = 'UPDATE' then
    insert into outbox (record_id) select id from new_rows union select id from old_rows;
  elsif tg_op = 'DELETE' then
    insert into outbox (record_id) select id from old_rows;
  else
    insert into outbox (record_id) values (null);
  end if;
  return null;
end
$function$

CREATE OR REPLACE FUNCTION note_changed_sets()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'public', 'pg_temp'
AS $function$
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
$function$
