-- The world's side: what harvesters and readers are given, ready to be sent. Only the publisher writes here.

create table published (
  id text collate "C" not null,
  identifier text collate "C" not null,
  datestamp timestamptz(0) not null,
  deleted boolean not null,
  -- The minimal list; a deleted record keeps the sets it was last seen in.
  sets text[] not null,
  -- The ready oai_dc element; null when deleted.
  metadata_xml text,
  metadata_bytes integer not null,
  -- Of everything the world can see of the record but its datestamp: the same digest, the same output.
  digest bytea,
  constraint published_pkey primary key (id),
  constraint published_deleted_or_whole check (deleted = (metadata_xml is null) and deleted = (digest is null))
);

-- The order of every list.
create unique index published_list on published (datestamp, id);

comment on table published is 'Records as the world sees them. Written by the publisher alone.';

create table published_sets (
  set_spec text collate "C" not null,
  datestamp timestamptz(0) not null,
  id text collate "C" not null,
  -- The order of a set's list.
  constraint published_sets_pkey primary key (set_spec, datestamp, id)
);

create index published_sets_record on published_sets (id);

comment on table published_sets is 'One row for each set, or ancestor of a set, that a published record belongs to. Written by the publisher alone.';

create table publish_clock (
  only_row boolean not null default true,
  -- Never decreases. Everything stamped before it is visible together with it; whatever comes later is stamped at or after it.
  published_through timestamptz(0) not null,
  -- The number of the last publication that changed anything.
  publication bigint not null default 0,
  earliest_datestamp timestamptz(0),
  -- Rows of `published`, so that the length of the whole list costs nothing.
  record_count bigint not null default 0,
  -- Who publishes, and a count that grows while it lives.
  publisher text,
  publisher_beat bigint not null default 0,
  publisher_seen_at timestamptz,
  constraint publish_clock_pkey primary key (only_row),
  constraint publish_clock_one_row check (only_row)
);

insert into publish_clock (published_through) values (date_trunc('second', clock_timestamp()));

comment on table publish_clock is 'One row: published through when. Its row lock, held for a whole batch, is what makes the publisher the only one.';

create table problems (
  record_id text collate "C" not null,
  code text not null,
  message text not null,
  since timestamptz(0) not null,
  constraint problems_pkey primary key (record_id)
);

comment on table problems is 'Records that could not be published, and why. The last good version stays public. A row goes when its record is mended or deleted.';

create table installation (
  only_row boolean not null default true,
  set_up_at timestamptz(0) not null,
  token_secret text,
  -- What the output was made by: format versions and the identifier domain. When it changes, everything is published again.
  output_version text,
  constraint installation_pkey primary key (only_row),
  constraint installation_one_row check (only_row)
);

insert into installation (set_up_at) values (date_trunc('second', clock_timestamp()));

comment on table installation is 'One row: what belongs to this repository rather than to one server of it.';
