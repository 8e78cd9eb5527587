import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { sharedDir } from '../shared-dir.ts';
import { fromArxiv } from './from-arxiv.ts';
import { fromDataCite } from './from-datacite.ts';
import { fromOai, toDoajMetadata, toDublinCoreMetadata } from './from-oai.ts';
import type { RealRecord } from './real-record.ts';

const fixtures = path.join(sharedDir, 'fixtures');

/** Whether the real records are at hand. */
export const realRecordsAvailable = existsSync(path.join(fixtures, 'records.jsonl'));

/** Why tests of them are skipped. */
export const realRecordsReason = `needs the records in ${path.relative('.', fixtures)}`;

type NamedRecord = Omit<RealRecord, 'id'> & { readonly name: string };

/**
 * Which files hold records, and how they are read. Beside these there are answers without any (Identify, lists of headers,
 * DataCite's clients), the same DOI again in DataCite's own XML, and a DDI codebook and an XOAI tree, which nothing here reads.
 */
const sources: readonly (readonly [RegExp, (content: string) => readonly NamedRecord[]])[] = [
  [/^records\.jsonl$/, (content) => toLines(content).map(fromImportLine)],
  [/^arxiv\/.*\.jsonl$/, (content) => toLines(content).map(fromArxiv)],
  [/^datacite\/.*\.json$/, fromDataCite],
  [/^datacite\/oai_(?:get|list)records?_dc\.xml$/, (content) => fromOai(content, toDublinCoreMetadata)],
  [/^doaj\/.*\.xml$/, (content) => fromOai(content, toDoajMetadata)],
  [/^flevi29\/.*\.xml$/, (content) => fromOai(content, toDublinCoreMetadata)],
  [/^xoai-gdcc\/(?:oai_dc.*|188-.*)\.xml$/, (content) => fromOai(content, toDublinCoreMetadata)],
];

/** Every record among the fixtures whose shape allows it, in the order of the file names; needs `realRecordsAvailable`. */
export function readRealRecords(): RealRecord[] {
  const files = readdirSync(fixtures, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll(path.sep, '/'));
  return files.sort().flatMap((file) => {
    const read = sources.find(([pattern]) => pattern.test(file))?.[1];
    if (read === undefined) return [];
    const stem = file.replace(/\.\w+$/, '');
    const records = read(readFileSync(path.join(fixtures, file), 'utf8'));
    return records.map(({ name, ...record }) => ({ id: `${stem}/${name}`, ...record }));
  });
}

function toLines(content: string): string[] {
  return content.trim().split('\n');
}

function fromImportLine(line: string): NamedRecord {
  const { id, metadata, sets } = JSON.parse(line) as RealRecord;
  return { name: id, metadata, sets };
}
