import { type Format, type FormatContext, renderFormat } from '../../src/formats/format.ts';
import { parseRecord } from '../../src/record/parse-record.ts';
import type { ArticleRecord } from '../../src/record/record.ts';

/** Parses metadata that is meant to parse. @throws Error with the problems where it does not */
export function parseSample(metadata: unknown): ArticleRecord {
  const parsed = parseRecord(metadata);
  if (!parsed.ok) throw new Error(parsed.problems.join('; '));
  return parsed.record;
}

function toContext(number: number): FormatContext {
  return { identifier: `oai:an.example.org:${number}` };
}

/** Renders a record as every test of formats does; records that end up in one document have different numbers. */
export function renderInFormat(format: Format, record: ArticleRecord, number = 1): string {
  return renderFormat(format, record, toContext(number));
}

/** Parses metadata that is meant to parse, and renders it in a format that carries it. */
export function renderSample(format: Format, metadata: unknown): string {
  return renderInFormat(format, parseSample(metadata));
}

/** Whether a format can carry this record. */
export function isCarried(format: Format, record: ArticleRecord): boolean {
  return format.carries?.(record, toContext(1)) ?? true;
}

/** A whole answer to ListRecords with these `<metadata>` contents, for the schemas, which know only whole answers. */
export function wrapRecords(metadata: readonly string[]): string {
  const header = '<identifier>oai:an.example.org:1</identifier><datestamp>2020-01-01T00:00:00Z</datestamp>';
  const records = metadata.map((xml) => `<record><header>${header}</header><metadata>${xml}</metadata></record>`);
  return `<?xml version="1.0" encoding="UTF-8"?>
<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">
<responseDate>2020-01-01T00:00:00Z</responseDate>
<request verb="ListRecords" metadataPrefix="oai_dc">https://an.example.org/oai</request>
<ListRecords>
${records.join('\n')}
</ListRecords>
</OAI-PMH>
`;
}
