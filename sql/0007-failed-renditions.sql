-- A record that a format fails on when somebody asks for it is shown as deleted in that format by every answer, not just by those that render.

alter table renditions
  -- Why the format failed; record_xml then is the element that shows the record as deleted.
  add column fault text,
  add column failed_at timestamptz(0),
  -- The revision it failed on. A server of the version before, which leaves these columns as they are, puts what it rendered of a later revision in place.
  add column failed_revision bigint;

comment on table renditions is 'Records ready to be sent in formats beside oai_dc: made when somebody asks, or by the publisher for formats that are set so. What has no fault may be deleted at any time, and is made again.';
