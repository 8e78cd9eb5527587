-- A page of a list is stored text from end to end: `published` keeps the whole `record` element, so that reading one costs no more than copying it.

alter table published
  add column record_xml text,
  add column record_bytes integer,
  -- The header's characters, all of them ASCII, after the eight of `<record>`: ListIdentifiers takes just these.
  add column header_length integer;

-- lz4 is read several times faster than PostgreSQL's own compression. A PostgreSQL built without it, as the embedded one is, keeps its own.
do $$ begin
  alter table published alter column record_xml set compression lz4;
  alter table records alter column metadata set compression lz4;
exception when feature_not_supported then null;
end $$;

update published p set record_xml = '<record>' || h.xml || coalesce('<metadata>' || p.metadata_xml || '</metadata>', '') || '</record>' || E'\n', header_length = length(h.xml)
from (
  select id, '<header' || case when deleted then ' status="deleted"' else '' end
    || '><identifier>' || replace(replace(replace(identifier, '&', '&amp;'), '<', '&lt;'), '>', '&gt;')
    || '</identifier><datestamp>' || to_char(datestamp at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') || '</datestamp>'
    || case when sets = '{}' then '' else '<setSpec>' || array_to_string(sets, '</setSpec><setSpec>') || '</setSpec>' end || '</header>' as xml
  from published
) h
where h.id = p.id;

update published set record_bytes = octet_length(record_xml);

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
