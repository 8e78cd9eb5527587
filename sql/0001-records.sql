-- The user's side. `records` and `sets` are an API in SQL: any program may insert, update and delete rows here, and nothing is asked of it but that.

create table records (
  id text collate "C" not null,
  metadata jsonb not null,
  sets text[] not null default '{}',
  visibility text not null default 'public',
  constraint records_pkey primary key (id),
  -- An id shares an index entry with a datestamp and a setSpec, and such an entry ends at 2,704 bytes.
  constraint records_id_length check (char_length(id) between 1 and 512),
  constraint records_visibility_known check (visibility in ('public', 'private', 'withdrawn'))
);

comment on table records is 'Articles as their owner has them. Change them with plain SQL; the publisher notices.';
comment on column records.id is 'Your own key; the OAI identifier is oai:<domain>:<id>. Never reuse one for another article.';
comment on column records.metadata is 'The record, in full (docs/record.schema.json) or in the shorthands of docs/formats.md.';
comment on column records.sets is 'The setSpecs the record belongs to; ancestors are implied.';
comment on column records.visibility is 'public, private or withdrawn. A public record that becomes anything else is announced as deleted.';

create table sets (
  set_spec text collate "C" not null,
  name text not null,
  description text,
  constraint sets_pkey primary key (set_spec),
  constraint sets_set_spec_legal check (
    char_length(set_spec) <= 256 and set_spec ~ '^[-A-Za-z0-9_.!~*''()]+(:[-A-Za-z0-9_.!~*''()]+)*$'
  ),
  constraint sets_name_given check (name ~ '\S' and char_length(name) <= 1000),
  -- ListSets has a page of them in one answer.
  constraint sets_description_length check (char_length(description) <= 4000)
);

comment on table sets is 'Names and descriptions of sets. A set that records name but that is not here is listed under its setSpec.';
