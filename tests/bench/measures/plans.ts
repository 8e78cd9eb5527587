import { createReadStream, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { formats } from '../../../src/formats/index.ts';
import { publishBatch } from '../../../src/publish/publish-batch.ts';
import { makeRenderer } from '../../../src/publish/renderer.ts';
import { makeByteStoreMaker } from '../../../src/storage/byte-store.ts';
import { type Database, openPool } from '../../../src/storage/database.ts';
import { countRest } from '../../../src/storage/list-length.ts';
import { getPublication, getPublishState, tickClock } from '../../../src/storage/publish-clock.ts';
import { findPublished, listPublished, type PublishedStretchQuery } from '../../../src/storage/published.ts';
import { hasSets, listSets } from '../../../src/storage/published-sets.ts';
import { type RecordRow, upsertRecords } from '../../../src/storage/records.ts';
import type { Bench, Measure } from '../bench.ts';
import { makeExplainingDatabase, type Plan } from '../explaining-database.ts';
import { projectRoot } from '../project-root.ts';
import { bigSet, tinySet } from '../records-file.ts';

/** A part of the report: what was done, and the statements that it took. */
interface Section {
  readonly title: string;
  readonly plans: readonly Plan[];
}

type Bounds = Pick<PublishedStretchQuery, 'from' | 'until' | 'set'>;

// What a page is read in, and how many records are published in one part of a batch and imported in one statement.
const stretch = 250;
const imported = 1_000;
const exactCountLimit = 20_000;

class RolledBack extends Error {}

/** How PostgreSQL runs every statement that runs often, as `plans.md`: the second time, so that what it reads is in memory as far as it fits. */
export const plans: Measure = {
  name: 'plans',
  run: async (bench) => {
    bench.progress('plans');
    const pool = openPool({
      url: bench.database.url,
      poolSize: 1,
      statementTimeoutMs: 0,
      applicationName: 'bench',
      prepared: false,
      pooled: false,
      onIdleError: () => {},
    });
    try {
      const sections = await explainAll(bench, pool);
      const folder = path.resolve(projectRoot, bench.options.out);
      mkdirSync(folder, { recursive: true });
      writeFileSync(path.join(folder, 'plans.md'), renderSections(sections, bench.options.records));
    } finally {
      await pool.close();
    }
  },
};

async function explainAll(bench: Bench, pool: Database): Promise<Section[]> {
  const [middle] = await bench.database.query<{ datestamp: string; id: string }>(
    `select to_char(datestamp at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as datestamp, id from published
     order by published.datestamp, id offset $1 limit 1`,
    [Math.floor(bench.options.records / 2)],
  );
  const works = { ...toReads(middle!), ...toWrites(await readSomeRecords(bench.recordsFile)) };
  const sections: Section[] = [];
  for (const [title, work] of Object.entries(works)) sections.push({ title, plans: await explainWork(pool, work) });
  return sections;
}

async function explainWork(pool: Database, work: (db: Database) => Promise<unknown>): Promise<Plan[]> {
  let found: Plan[] = [];
  await pool
    .transaction(async (transaction) => {
      await transaction.query({ name: 'set_time_zone', text: `set local timezone to 'UTC'` });
      const { db, takePlans } = makeExplainingDatabase(transaction);
      await work(db);
      found = takePlans();
      throw new RolledBack();
    })
    .catch((error: unknown) => {
      if (!(error instanceof RolledBack)) throw error;
    });
  return found;
}

function toReads(middle: { readonly datestamp: string; readonly id: string }) {
  const makeStore = makeByteStoreMaker();
  const bounds: Bounds = { from: null, until: null, set: null };
  const whole = { ...bounds, after: null, limit: stretch, maxBytes: 524_288, headersOnly: false };
  const list = (query: Partial<PublishedStretchQuery>) => (db: Database) =>
    listPublished(db, { ...whole, granularity: 'YYYY-MM-DDThh:mm:ssZ', ...query }, makeStore);
  const count = (query: Partial<Bounds>) => (db: Database) =>
    countRest(db, { format: null, ...bounds, ...query }, middle, exactCountLimit);
  return {
    'A stretch from the middle of the whole list': list({ after: middle }),
    'The same of headers': list({ after: middle, headersOnly: true }),
    'The beginning of a list with from and until': list({ from: middle.datestamp, until: middle.datestamp }),
    'A stretch of a set that four of five records are in': list({ after: middle, set: bigSet }),
    'A set of 100 records': list({ set: tinySet }),
    'How many records the whole list has': count({}),
    'How many records a long list with from has': count({ from: middle.datestamp }),
    'How many records a big set has': count({ set: bigSet }),
    'One record': (db: Database) => findPublished(db, middle.id, 'YYYY-MM-DDThh:mm:ssZ'),
    'Where publishing stands': (db: Database) => getPublication(db),
    Identify: (db: Database) => getPublishState(db),
    ListSets: (db: Database) => listSets(db, null, 100, null),
    'Whether there are sets': (db: Database) => hasSets(db),
  };
}

const allFormats = {
  formats,
  eager: ['oai_dc'],
  openaireTerms: true,
  about: { metadataRights: null, provenance: false },
  formatOptions: { modules: [], readyXml: [], openaireTerms: true, enabled: null },
};

function toWrites(records: readonly RecordRow[]) {
  const changed = records.map((record) => ({
    ...record,
    metadata: record.metadata.replace('"title":"', '"title":"Corrected: '),
  }));
  const renderer = makeRenderer({ ...allFormats, threads: 0, identifierDomain: 'an.example.org' });
  return {
    'An import of 1,000 new records': (db: Database) =>
      upsertRecords(
        db,
        records.map((record) => ({ ...record, id: `plan-${record.id}` })),
      ),
    'Publishing 1,000 changed records': async (db: Database) => {
      await upsertRecords(db, changed);
      await publishBatch({ db, renderer, formats: allFormats, clockOffsetSeconds: () => 0 }, imported);
    },
    'The publisher looks whether anything waits, once a second': (db: Database) => tickClock(db, 'nobody', 0),
  };
}

async function readSomeRecords(file: string): Promise<RecordRow[]> {
  const rows: RecordRow[] = [];
  for await (const line of createInterface({ input: createReadStream(file) })) {
    const { id, metadata, sets } = JSON.parse(line) as { id: string; metadata: object; sets: string[] };
    rows.push({ id, metadata: JSON.stringify(metadata), sets, visibility: 'public', provenance: null, readyXml: '{}' });
    if (rows.length === imported) break;
  }
  return rows;
}

function renderSections(sections: readonly Section[], records: number): string {
  const parts = sections.map(({ title, plans }) => {
    const texts = plans.map(({ name, lines }) => `\`${name}\`\n\n\`\`\`\n${lines.join('\n')}\n\`\`\`\n`);
    return `## ${title}\n\n${texts.join('\n')}`;
  });
  return `Of ${records} records; PostgreSQL runs some of it otherwise with few than with many.\n\n${parts.join('\n')}`;
}
