import { type TestRepository, useRepository } from '../conformance/repository.ts';
import type { OaiRecord } from '../support/parse-oai.ts';
import { parseXml } from '../support/xml-tree.ts';
import type { HostileRow } from './hostile-metadata.ts';

/** A repository into which anything is written, and what became of it. */
export interface HostileRepository extends TestRepository {
  /** What the list had when it was last read, by id. */
  readonly listed: ReadonlyMap<string, OaiRecord>;
  /** What `problems` had then, by id. */
  readonly problems: ReadonlyMap<string, { readonly code: string; readonly message: string }>;
  insert(rows: readonly HostileRow[]): Promise<void>;
  /** Publishes, and reads the whole list and the problems anew. */
  publishAndRead(): Promise<void>;
  /** The first title of a listed record, as a parser reads it; null where there is none. */
  titleOf(id: string): string | null;
}

/** Declares such a repository for the describe it is called in. */
export function useHostileRepository(name: string, pageSize = 20): HostileRepository {
  const repository = useRepository(name, { OAI_PAGE_SIZE: String(pageSize) });
  const { asker, sql, publish } = repository;
  const listed = new Map<string, OaiRecord>();
  const problems = new Map<string, { code: string; message: string }>();
  const readProblems = async () => {
    problems.clear();
    const text = 'select record_id as id, code, message from problems';
    for (const { id, ...rest } of await sql<{ id: string; code: string; message: string }>(text)) problems.set(id, rest);
  };
  const readList = async () => {
    listed.clear();
    for (let next = 'verb=ListRecords&metadataPrefix=oai_dc'; next !== ''; ) {
      const { records, resumptionToken } = await asker.get(next);
      for (const record of records) listed.set(decodeURIComponent(record.identifier.slice('oai:an.example.org:'.length)), record);
      const value = resumptionToken?.value ?? '';
      next = value === '' ? '' : `verb=ListRecords&resumptionToken=${value}`;
    }
  };
  return {
    ...repository,
    listed,
    problems,
    insert: async (rows) => {
      for (const { id, metadata } of rows) await sql(upsert, [id, metadata]);
    },
    publishAndRead: async () => {
      await publish();
      await readList();
      await readProblems();
    },
    titleOf: (id) => {
      const xml = listed.get(id)?.metadataXml ?? null;
      return xml === null ? null : (parseXml(xml).root.children.find(({ local }) => local === 'title')?.text ?? null);
    },
  };
}

const upsert = `
  insert into records (id, metadata) values ($1, $2::jsonb)
  on conflict (id) do update set metadata = excluded.metadata`;

/** A record that has nothing wrong with it. */
export const toNeighbour = (id: string): HostileRow => ({ id, metadata: '{"title": "A neighbour"}', title: 'A neighbour' });
