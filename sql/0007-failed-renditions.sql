-- A record that a format fails on when somebody asks for it is shown as deleted in that format by every answer, not just by those that render.

alter table renditions
  -- Why the format failed; record_xml then is the element that shows the record as deleted.
  add column fault text,
  add column failed_at timestamptz(0),
  add constraint renditions_fault_timed check ((fault is null) = (failed_at is null));

-- Lists of headers look here for each of theirs.
create index renditions_failed on renditions (format, id) where fault is not null;

comment on table renditions is 'Records ready to be sent in formats beside oai_dc: made when somebody asks, or by the publisher for formats that are set so. May be emptied at any time; what a format failed on is tried again then.';
