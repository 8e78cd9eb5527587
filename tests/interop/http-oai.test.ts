import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseXml } from '../support/xml-tree.ts';
import { describeWithTool, httpOai, runHarvester } from './real-harvester.ts';
import {
  type Harvested,
  hardTitles,
  type InteropRepository,
  pageSize,
  parseLines,
  sortHarvested,
  startInteropRepository,
} from './repository.ts';

const script = fileURLToPath(new URL('http-oai.pl', import.meta.url));

let repository: InteropRepository;
const harvest = async (...args: string[]) => {
  const flags = args[0] === '--post' ? [args.shift()!] : [];
  return parseLines<Harvested>(await runHarvester('perl', [script, ...flags, repository.app.url, ...args]));
};

describeWithTool(httpOai, 'HTTP::OAI', () => {
  beforeAll(async () => {
    repository = await startInteropRepository();
    expect(repository.expected.length).toBeGreaterThan(pageSize * 5);
    expect(repository.expected.filter(({ deleted }) => deleted).length).toBeGreaterThan(pageSize);
  });

  afterAll(async () => {
    await repository?.close();
  });

  for (const method of ['GET', 'POST']) {
    const flags = method === 'POST' ? ['--post'] : [];

    test(`harvests every record by ${method}, deleted ones too, as the database has it [T-a] [T-b] [R-11]`, async () => {
      const records = await harvest(...flags, 'ListRecords', 'metadataPrefix=oai_dc');
      expect(sortHarvested(records)).toEqual(repository.expected);
      for (const title of hardTitles) expect(records.flatMap(({ titles }) => titles)).toContain(title);
    });

    test(`harvests every header by ${method} [R-10]`, async () => {
      const headers = await harvest(...flags, 'ListIdentifiers', 'metadataPrefix=oai_dc');
      expect(sortHarvested(headers)).toEqual(repository.expected.map((record) => ({ ...record, titles: [] })));
    });
  }

  test('harvests each set, and what is in it, deleted records too [K-05]', async () => {
    const sets = (await harvest('ListSets')) as unknown as { setSpec: string }[];
    expect(sets.map(({ setSpec }) => setSpec).sort()).toEqual([...repository.setSpecs].sort());
    for (const set of ['hard', 'hard:titles', repository.setSpecs.find((spec) => !spec.startsWith('hard'))!]) {
      const records = await harvest('ListRecords', 'metadataPrefix=oai_dc', `set=${set}`);
      const expected = repository.expected.filter(({ sets }) => sets.some((spec) => spec === set || spec.startsWith(`${set}:`)));
      expect(expected.length).toBeGreaterThan(0);
      expect(sortHarvested(records)).toEqual(expected);
    }
  });

  test('harvests a range that ends with a second, and one that ends with a day [D-06] [D-07]', async () => {
    for (const until of ['2020-01-01T23:59:59Z', '2020-01-01']) {
      const records = await harvest('ListRecords', 'metadataPrefix=oai_dc', `until=${until}`);
      expect(sortHarvested(records)).toEqual(repository.expected.filter(({ datestamp }) => datestamp.startsWith('2020-01-01')));
    }
    const rest = await harvest('ListRecords', 'metadataPrefix=oai_dc', 'from=2020-01-02T00:00:00Z');
    expect(sortHarvested(rest)).toEqual(repository.expected.filter(({ datestamp }) => datestamp.startsWith('2020-01-02')));
  });

  test('gets one record, and what the repository says of itself [I-02]', async () => {
    const record = repository.expected.find(({ deleted, sets }) => !deleted && sets.includes('hard:titles'))!;
    expect(await harvest('GetRecord', 'metadataPrefix=oai_dc', `identifier=${record.identifier}`)).toEqual([record]);
    expect(await harvest('Identify')).toEqual([
      expect.objectContaining({ baseURL: repository.app.url, granularity: 'YYYY-MM-DDThh:mm:ssZ', deletedRecord: 'persistent' }),
    ]);
    expect(await harvest('ListMetadataFormats')).toContainEqual({ metadataPrefix: 'oai_dc' });
  });

  test('harvests everything by its command oai_pmh, too', async () => {
    // It prints characters and leaves their encoding to Perl.
    const utf8 = { PERL_UNICODE: 'SO' };
    const text = await runHarvester('oai_pmh', ['--metadataPrefix', 'oai_dc', '-X', 'ListRecords', repository.app.url], utf8);
    const records = text
      .split('\f')
      .filter((part) => part.trim() !== '')
      .map(toRecord);
    expect(sortHarvested(records)).toEqual(repository.expected);
  });
});

/** Headers in lines, an empty line, and the metadata as XML. */
function toRecord(part: string): Harvested {
  const end = part.indexOf('\n\n');
  const lines = part.slice(0, end).split('\n');
  const all = (name: string) => lines.filter((line) => line.startsWith(`${name}: `)).map((line) => line.slice(name.length + 2));
  const xml = part.slice(end).trim();
  return {
    identifier: all('identifier')[0]!,
    datestamp: all('datestamp')[0]!,
    deleted: all('status')[0] === 'deleted',
    sets: all('setSpec'),
    titles: xml === '' ? [] : listTitles(xml),
  };
}

function listTitles(xml: string): string[] {
  const { root } = parseXml(xml);
  const dc = root.local === 'dc' ? root : root.children[0]!;
  return dc.children.filter(({ local }) => local === 'title').map(({ text }) => text);
}
