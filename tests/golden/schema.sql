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
  constraint outbox_pkey PRIMARY KEY (entry)

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
  constraint published_deleted_or_digested CHECK ((deleted = (digest IS NULL)))
  constraint published_pkey PRIMARY KEY (id)
  CREATE UNIQUE INDEX published_list ON published USING btree (datestamp, id)

table published_sets -- One row for each set, or ancestor of a set, that a published record belongs to. Written by the publisher alone.
  set_spec text collate "C" not null
  datestamp timestamp(0) with time zone not null
  id text collate "C" not null
  constraint published_sets_pkey PRIMARY KEY (set_spec, datestamp, id)

table records -- Articles as their owner has them. Change them with plain SQL; the publisher notices.
  id text collate "C" not null -- Your own key; the OAI identifier is oai:<domain>:<id>. Never reuse one for another article.
  metadata jsonb not null -- The record, in full (docs/record.schema.json) or in the shorthands of docs/formats.md.
  sets text[] not null default '{}'::text[] -- The setSpecs the record belongs to; ancestors are implied.
  visibility text not null default 'public'::text -- public, private or withdrawn. A public record that becomes anything else is announced as deleted.
  constraint records_id_length CHECK (((char_length(id) >= 1) AND (char_length(id) <= 512)))
  constraint records_pkey PRIMARY KEY (id)
  constraint records_visibility_known CHECK ((visibility = ANY (ARRAY['public'::text, 'private'::text, 'withdrawn'::text])))
  CREATE TRIGGER records_deleted AFTER DELETE ON records REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION note_changed_records()
  CREATE TRIGGER records_inserted AFTER INSERT ON records REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_changed_records()
  CREATE TRIGGER records_truncated AFTER TRUNCATE ON records FOR EACH STATEMENT EXECUTE FUNCTION note_changed_records()
  CREATE TRIGGER records_updated AFTER UPDATE ON records REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION note_changed_records()

table sets -- Names and descriptions of sets. A set that records name but that is not here is listed under its setSpec.
  set_spec text collate "C" not null
  name text not null
  description text
  constraint sets_description_length CHECK ((char_length(description) <= 4000))
  constraint sets_name_given CHECK (((name ~ '\S'::text) AND (char_length(name) <= 1000)))
  constraint sets_pkey PRIMARY KEY (set_spec)
  constraint sets_set_spec_legal CHECK (((char_length(set_spec) <= 256) AND (set_spec ~ '^[-A-Za-z0-9_.!~*''()]+(:[-A-Za-z0-9_.!~*''()]+)*$'::text)))

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
