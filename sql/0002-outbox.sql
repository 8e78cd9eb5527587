-- What changed, noted by the writer's own statement and in its own transaction, so that nothing committed is ever unnoted; the publisher takes it from here.

create table outbox (
  entry bigint generated always as identity,
  -- Null: any record may have changed.
  record_id text collate "C",
  constraint outbox_pkey primary key (entry)
);

comment on table outbox is 'Ids of changed records, waiting for the publisher. Append-only for writers; an id may stand here several times.';

-- Statement-level: one insert for a statement, however many rows it changed.
create function note_changed_records() returns trigger language plpgsql security definer as $$
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
$$;

-- Security definer lets a role that may only write `records` fill the outbox; the fixed path keeps such a role from putting a table of its own in its place.
do $$ begin execute format('alter function note_changed_records() set search_path = %I, pg_temp', current_schema()); end $$;

create trigger records_inserted after insert on records
  referencing new table as new_rows for each statement execute function note_changed_records();
create trigger records_updated after update on records
  referencing old table as old_rows new table as new_rows for each statement execute function note_changed_records();
create trigger records_deleted after delete on records
  referencing old table as old_rows for each statement execute function note_changed_records();
create trigger records_truncated after truncate on records
  for each statement execute function note_changed_records();
