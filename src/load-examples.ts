import { readFileSync } from 'node:fs';
import type { Queryable } from './storage/database.ts';
import { isRepositoryUnused, upsertRecords } from './storage/records.ts';

const examples = new URL('../examples/records.jsonl', import.meta.url);

const asUsual = { visibility: 'public', provenance: null, readyXml: '{}' } as const;

/** Fills `records` with the examples where nothing ever was, so that a new repository has something to show. Returns how many were loaded. */
export async function loadExamples(db: Queryable): Promise<number> {
  if (!(await isRepositoryUnused(db))) return 0;
  const rows = readFileSync(examples, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { id: string; metadata: unknown; sets?: string[] })
    .map(({ id, metadata, sets = [] }) => ({ id, metadata: JSON.stringify(metadata), sets, ...asUsual }));
  return (await upsertRecords(db, rows)).inserted;
}
