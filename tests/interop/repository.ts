import { readFileSync } from 'node:fs';
import type { App } from '../../src/app.ts';
import { makeTestDatabase } from '../support/database.ts';
import { generateRecord } from '../support/generate-records.mjs';
import { publishNow } from '../support/publish-now.ts';
import { metadataXmlSql, restamp } from '../support/restamp.ts';
import { startTestApp } from '../support/test-app.ts';
import { parseXml } from '../support/xml-tree.ts';

/** What a harvester must have of each record. */
export interface Harvested {
  readonly identifier: string;
  readonly datestamp: string;
  readonly deleted: boolean;
  readonly sets: readonly string[];
  readonly titles: readonly string[];
}

/** A served repository, and what it has by its database. */
export interface InteropRepository {
  readonly app: App;
  readonly expected: readonly Harvested[];
  readonly setSpecs: readonly string[];
  close(): Promise<void>;
}

/** Titles that break somebody: markup, entities, other scripts, combining marks, beyond the basic plane, right to left. */
export const hardTitles = [
  'Fish & chips <b>now</b> a&b;c &amp; ]]> "quoted"',
  'Über die spezielle und die allgemeine Relativitätstheorie – ein Überblick',
  '高エネルギー物理学における対称性',
  'The 𝔸𝕕𝕖𝕝𝕚𝕔 ring 🌍 and 𠮷野家',
  'النص من اليمين إلى اليسار',
  'e\u0301 is not é, and \u00a0 is a space',
];

/** Small and prime, so that there are many tokens and the last page is not full. */
export const pageSize = 17;

/** Real articles, made-up ones and hard titles; some deleted, some in sets; served with small pages. */
export async function startInteropRepository(env: Readonly<Record<string, string>> = {}): Promise<InteropRepository> {
  const database = await makeTestDatabase();
  const { db } = database;
  const examples = readFileSync(new URL('../../examples/records.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  const records = [
    ...examples.map((line) => JSON.parse(line) as { id: string; metadata: unknown; sets?: string[] }),
    ...Array.from({ length: 150 }, (_, at) => generateRecord(at)),
    ...hardTitles.map((title, at) => ({ id: `hard/${at} é`, metadata: { title }, sets: ['hard:titles'] })),
  ];
  const insert = `insert into records (id, metadata, sets) select r.id, r.metadata, array(select jsonb_array_elements_text(r.sets))
    from jsonb_to_recordset($1::jsonb) as r(id text, metadata jsonb, sets jsonb)`;
  const rows = records.map(({ id, metadata, sets = [] }) => ({ id, metadata, sets }));
  await db.query({ name: '', text: insert }, [JSON.stringify(rows)]);
  await publishNow(db, { batchSize: 40 });
  await db.query({ name: '', text: `delete from records where id like 'article-1%'` });
  await publishNow(db);
  // Over two days, so that a range cuts the list in the middle.
  const stamp = `case when id < 'article-3' then '2020-01-01T23:59:59Z' else '2020-01-02T00:00:00Z' end::timestamptz`;
  for (const table of ['published', 'published_sets']) {
    await db.query({
      name: '',
      text: `update ${table} set ${table === 'published' ? restamp(stamp) : `datestamp = ${stamp}`}`,
    });
  }
  await db.query({ name: '', text: `update publish_clock set earliest_datestamp = '2020-01-01T23:59:59Z'` });
  const app = await startTestApp(database.url, { OAI_PUBLISH: 'no', OAI_PAGE_SIZE: String(pageSize), ...env });
  const close = async () => {
    await app.close();
    await database.drop();
  };
  const published = await db.query<PublishedRow>({ name: '', text: readPublished });
  const sets = await db.query<{ spec: string }>({
    name: '',
    text: 'select distinct set_spec as spec from published_sets order by 1',
  });
  return { app, expected: published.map(toHarvested), setSpecs: sets.map(({ spec }) => spec), close };
}

interface PublishedRow extends Omit<Harvested, 'titles'> {
  readonly xml: string | null;
}

const readPublished = `
  select identifier, to_char(datestamp at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as datestamp, deleted, sets, ${metadataXmlSql} as xml
  from published order by identifier collate "C"`;

function toHarvested({ xml, ...row }: PublishedRow): Harvested {
  const titles =
    xml === null
      ? []
      : parseXml(xml)
          .root.children.filter(({ local }) => local === 'title')
          .map(({ text }) => text);
  return { ...row, titles };
}

/** In the order of identifiers, as `expected` is. */
export function sortHarvested<T extends { readonly identifier: string }>(records: readonly T[]): T[] {
  return [...records].sort((a, b) => Buffer.compare(Buffer.from(a.identifier), Buffer.from(b.identifier)));
}

/** JSON Lines, parsed. */
export function parseLines<T>(text: string): T[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}
