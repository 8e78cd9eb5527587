import type { BenchDatabase } from './database.ts';

/** The ready XML of a row of `published`, whatever the version calls its columns. */
export interface StoredXml {
  /** The columns, as a select lists them. */
  readonly columns: string;
  /** An expression that gives all of it as one text. */
  readonly asText: string;
}

/** Finds the columns of text or bytes that are named after XML. */
export async function findStoredXml({ query }: BenchDatabase): Promise<StoredXml> {
  const found = await query<{ name: string; bytes: boolean }>(
    `select quote_ident(column_name) as name, data_type = 'bytea' as bytes from information_schema.columns
     where table_schema = current_schema() and table_name = 'published' and column_name ~ 'xml' and data_type in ('text', 'bytea')
     order by ordinal_position`,
  );
  if (found.length === 0) throw new Error('The table published has no column of XML.');
  const texts = found.map(({ name, bytes }) => (bytes ? `convert_from(${name}, 'UTF8')` : name));
  return { columns: found.map(({ name }) => name).join(', '), asText: `concat(${texts.join(', ')})` };
}
