import { once } from 'node:events';
import { createWriteStream, existsSync, renameSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { GeneratedRecord } from '../support/generate-records.mjs';
import { projectRoot } from './project-root.ts';

/** How many records are in the tiny set, spread evenly over all of them. */
export const tinySetRecords = 100;
export const tinySet = 'bench-tiny';
/** The set that four of five records are in. */
export const bigSet = 'open-access';

type Generator = { generateRecord(index: number, seed: number, abstract: 'short'): GeneratedRecord };

/** Writes the records of a run as JSON Lines, or takes the file of an earlier one that was kept; gives its path. */
export async function writeRecordsFile(folder: string, records: number): Promise<string> {
  const file = path.join(folder, `records-${records}.jsonl`);
  if (existsSync(file)) return file;
  // Plain JavaScript, which is not compiled into the folder that this runs in.
  const { generateRecord }: Generator = await import(
    pathToFileURL(path.join(projectRoot, 'tests/support/generate-records.mjs')).href
  );
  const step = Math.floor(records / tinySetRecords);
  const output = createWriteStream(`${file}.part`);
  for (let index = 0; index < records; ) {
    let lines = '';
    for (const end = Math.min(records, index + 500); index < end; index += 1) {
      const record = generateRecord(index, 1, 'short');
      const inTinySet = index % step === 0 && index / step < tinySetRecords;
      lines += `${JSON.stringify(inTinySet ? { ...record, sets: [...record.sets, tinySet] } : record)}\n`;
    }
    if (!output.write(lines)) await once(output, 'drain');
  }
  output.end();
  await once(output, 'close');
  renameSync(`${file}.part`, file);
  return file;
}
