-- A page of a list is stored text from end to end: `published` keeps the whole `record` element, so that reading one costs no more than copying it.

-- As the publisher and the readers take them, so that none of them can wait for this while this waits for it.
do $$ begin perform 1 from publish_clock for update; end $$;
lock table published_sets, published in access exclusive mode;

alter table published
  add column record_xml text,
  add column record_bytes integer,
  -- The header's characters, all of them ASCII, after the eight of `<record>`: ListIdentifiers takes just these.
  add column header_length integer;

-- lz4 is read several times faster than PostgreSQL's own compression. A PostgreSQL built without it, as the embedded one is, keeps its own.
do $$ begin
  alter table published alter column record_xml set compression lz4;
exception when feature_not_supported then null;
end $$;

update published p set record_xml = ready.xml, record_bytes = octet_length(ready.xml), header_length = ready.header_length
from (
  select id, length(header) as header_length,
    '<record>' || header || coalesce('<metadata>' || metadata_xml || '</metadata>', '') || '</record>' || E'\n' as xml
  from (
    select id, metadata_xml, '<header' || case when deleted then ' status="deleted"' else '' end
      || '><identifier>' || replace(replace(replace(identifier, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')
      || '</identifier><datestamp>' || to_char(datestamp at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || '</datestamp>'
      || case when sets = '{}' then '' else '<setSpec>' || array_to_string(sets, '</setSpec><setSpec>') || '</setSpec>' end
      || '</header>' as header
    from published
  ) headed
) ready
where ready.id = p.id;

alter table published
  drop constraint published_deleted_or_whole,
  drop column metadata_xml,
  drop column metadata_bytes,
  alter column record_xml set not null,
  alter column record_bytes set not null,
  alter column header_length set not null,
  add constraint published_deleted_or_digested check (deleted = (digest is null));

comment on column published.record_xml is 'The ready record element with its line end; for a deleted record, the header alone.';

-- The publisher knows the places a record had in the lists of sets from its row, and asks for them by key.
drop index published_sets_record;
