-- Lists of headers look for each of theirs among the records that a format failed on. By itself, so that nobody who reads renditions waits for the index.

create index renditions_failed on renditions (format, id) where failed_revision is not null;

-- Without knowing how few there are, PostgreSQL would read all renditions to find them.
analyze renditions (failed_revision);
