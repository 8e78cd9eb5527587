import { afterAll, beforeAll, expect, test } from 'vitest';
import { catmandu, describeWithTool, runHarvester } from './real-harvester.ts';
import {
  type Harvested,
  hardTitles,
  type InteropRepository,
  parseLines,
  sortHarvested,
  startInteropRepository,
} from './repository.ts';

interface Imported {
  readonly _identifier?: string;
  readonly _id: string;
  readonly _datestamp: string;
  readonly _status: string;
  readonly _setSpec?: readonly string[];
  readonly title?: readonly string[];
}

let repository: InteropRepository;
const convert = async <T = Imported>(...args: string[]) => {
  const from = ['convert', 'OAI', '--url', repository.app.url, ...args];
  return parseLines<T>(await runHarvester('catmandu', [...from, 'to', 'JSON', '--line_delimited', '1']));
};

const toHarvested = (item: Imported): Harvested => ({
  identifier: item._id,
  datestamp: item._datestamp,
  deleted: item._status === 'deleted',
  sets: item._setSpec ?? [],
  titles: item.title ?? [],
});

describeWithTool(catmandu, 'Catmandu', () => {
  beforeAll(async () => {
    // It reads one page of sets and follows no token there.
    repository = await startInteropRepository({ OAI_PAGE_SIZE_LIST_SETS: '1000' });
  });

  afterAll(async () => {
    await repository?.close();
  });

  test('imports every record, deleted ones too, as the database has it [T-a] [T-b] [R-11]', async () => {
    const records = (await convert('--metadataPrefix', 'oai_dc')).map(toHarvested);
    expect(sortHarvested(records)).toEqual(repository.expected);
    for (const title of hardTitles) expect(records.flatMap(({ titles }) => titles)).toContain(title);
  });

  test('imports every header [R-10]', async () => {
    const headers = (await convert('--listIdentifiers', '1')).map(toHarvested);
    expect(sortHarvested(headers)).toEqual(repository.expected.map((record) => ({ ...record, sets: [], titles: [] })));
  });

  test('imports a set, deleted records too, and the list of sets [K-05]', async () => {
    const set = repository.expected.find(({ deleted, sets }) => deleted && sets.length > 0)!.sets[0]!;
    const records = (await convert('--set', set)).map(toHarvested);
    const expected = repository.expected.filter(({ sets }) => sets.some((spec) => spec === set || spec.startsWith(`${set}:`)));
    expect(expected.filter(({ deleted }) => deleted).length).toBeGreaterThan(0);
    expect(sortHarvested(records)).toEqual(expected);
    const sets = await convert<{ setSpec: string }>('--listSets', '1');
    expect(sets.map(({ setSpec }) => setSpec).sort()).toEqual([...repository.setSpecs].sort());
  });

  test('imports a range [D-06]', async () => {
    const records = (await convert('--from', '2020-01-02', '--until', '2020-01-02')).map(toHarvested);
    expect(sortHarvested(records)).toEqual(repository.expected.filter(({ datestamp }) => datestamp.startsWith('2020-01-02')));
  });

  test('imports what the repository says of itself [I-02]', async () => {
    expect(await convert('--identify', '1')).toEqual([
      expect.objectContaining({ baseURL: repository.app.url, protocolVersion: '2.0', deletedRecord: 'persistent' }),
    ]);
  });
});
