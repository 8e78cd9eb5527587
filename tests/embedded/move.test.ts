import { expect, test } from 'vitest';
import { runCommand, startServerProcess } from '../faults/server-process.ts';
import { getGuideBlock } from '../storage/read-operating-guide.ts';
import { makeTestDatabase, needsRealPostgres } from '../support/database.ts';
import { withClient } from '../support/test-pool.ts';
import { findEmbeddedUrl, makeDataFolder, usePreparedDatabase } from './data-folder.ts';

const everything = 'select id, metadata, sets, visibility, provenance, ready_xml from records order by id';

needsRealPostgres('Moving from the embedded database to a server', () => {
  const prepare = usePreparedDatabase();

  test('brings every record and set over, by the commands of docs/operating.md', async () => {
    const server = await startServerProcess({ OAI_DATA_DIR: prepare(makeDataFolder()) });
    const database = await makeTestDatabase();
    const queries = [...getGuideBlock('sh', 'json_build_object').matchAll(/\s"(select .*)"/g)].map(([, query]) => query!);
    expect(queries.length).toBe(2);
    const [records, sets, before] = await withClient(findEmbeddedUrl(server.log()), async (client) => {
      await client.query(`insert into records (id, metadata, sets, visibility, provenance, ready_xml) values
        ('odd', '{"title": "a\\\\b \\"c\\" \\u2028 𝔸\\n d"}', '{a,b:c}', 'private',
         '{"baseURL": "https://a.example/oai", "identifier": "oai:a.example:1", "datestamp": "2026-01-02", "altered": false,
           "metadataNamespace": "http://www.openarchives.org/OAI/2.0/oai_dc/", "harvestDate": "2026-01-03T00:00:00Z"}',
         '{"ddi": "<a b=\\"c\\">\\n</a>"}')`);
      await client.query(
        `insert into sets (set_spec, name, description, rule)
         values ('a', 'It''s a set', null, null), ('b:c', 'C', 'Of C', null), ('open', 'Open', null, '$.accessRights == "open"')`,
      );
      // As psql prints them: unaligned, tuples only.
      const print = async (query: string) => {
        const { rows } = await client.query({ text: query, rowMode: 'array' });
        return rows.map(([value]: string[]) => (typeof value === 'string' ? value : JSON.stringify(value))).join('\n');
      };
      return [await print(queries[0]!), await print(queries[1]!), (await client.query(everything)).rows];
    });
    const { code, stderr } = await runCommand(['import', '-'], { DATABASE_URL: database.url }, `${records}\n`);
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('error')]);
    await database.db.query({ name: '', text: sets });
    expect((await runCommand(['publish'], { DATABASE_URL: database.url })).code).toBe(0);
    expect(before.length).toBeGreaterThan(10);
    expect(await database.db.query({ name: '', text: everything })).toEqual(before);
    expect(await database.db.query({ name: '', text: 'select name, description, rule::text from sets order by 1' })).toEqual([
      { name: 'C', description: 'Of C', rule: null },
      { name: "It's a set", description: null, rule: null },
      { name: 'Open', description: null, rule: '($."accessRights" == "open")' },
    ]);
    await database.drop();
  });
});
