import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { ListQuery, ListStretch } from '../src/oai/repository.ts';
import { withReadAhead } from '../src/read-ahead.ts';
import { makePartialRepository } from './support/partial-repository.ts';

const query: ListQuery = {
  ...{ metadataPrefix: 'oai_dc', from: null, until: '2026-01-02T00:00:00Z', set: null, limit: 250, maxBytes: 1000 },
  ...{
    after: { datestamp: '2026-01-01T00:00:00Z', id: 'a' },
    headersOnly: false,
    granularity: 'YYYY-MM-DDThh:mm:ssZ',
    notBefore: 7,
  },
};

/** A repository whose stretches are told apart by the number of the reading, and fail as the test says. */
function useRepository({ failing = [] as readonly number[], makingMs = 0 } = {}) {
  const log = { reads: 0, released: 0 };
  const listRecords = async (): Promise<ListStretch> => {
    log.reads += 1;
    const publication = log.reads;
    if (failing.includes(publication)) throw new Error('away');
    const release = () => {
      log.released += 1;
    };
    const xml = sleep(makingMs, { listParts: () => [], release });
    return {
      publishedThrough: '2026-01-02T00:00:00Z',
      publication,
      offered: true,
      count: 1,
      last: query.after,
      more: true,
      xml,
      ready: true,
    };
  };
  return { log, repository: withReadAhead(makePartialRepository({ listRecords })) };
}

describe('Reading ahead', () => {
  test('gives what was expected to the same query, once', async () => {
    const { log, repository } = useRepository();
    repository.expectRecords(query);
    repository.expectRecords({ ...query });
    expect(log.reads).toBe(1);
    expect((await repository.listFirstRecords({ ...query })).publication).toBe(1);
    expect((await repository.listFirstRecords(query)).publication).toBe(2);
  });

  test('gives it to who begins a page there, of whatever size, and not to who is in the midst of one', async () => {
    const { repository } = useRepository();
    repository.expectRecords(query);
    expect((await repository.listRecords(query)).publication).toBe(2);
    expect((await repository.listFirstRecords({ ...query, limit: 9, maxBytes: 9 })).publication).toBe(1);
  });

  const others: Partial<ListQuery>[] = [
    { metadataPrefix: 'mods' },
    { until: '2026-01-03T00:00:00Z' },
    { set: 'a' },
    { after: { datestamp: '2026-01-01T00:00:00Z', id: 'b' } },
    { after: { datestamp: '2026-01-01T00:00:01Z', id: 'a' } },
    { after: null },
    { headersOnly: true },
    { notBefore: 8 },
  ];

  test.each(others)('gives it to no other query: %j', async (difference) => {
    const { repository } = useRepository();
    repository.expectRecords(query);
    expect((await repository.listFirstRecords({ ...query, ...difference })).publication).toBe(2);
  });

  test('reads anew where it failed', async () => {
    const { repository } = useRepository({ failing: [1] });
    repository.expectRecords(query);
    await sleep(10);
    expect((await repository.listFirstRecords(query)).publication).toBe(2);
  });

  test('gives nothing that is older than a second, and gives its memory back', async () => {
    const { log, repository } = useRepository();
    repository.expectRecords(query);
    await sleep(1_200);
    expect(log.released).toBe(1);
    expect((await repository.listFirstRecords(query)).publication).toBe(2);
  });

  test('is not done for more than a few at once, neither read nor kept', async () => {
    const { log, repository } = useRepository();
    const expectMany = () => {
      for (let id = 0; id < 100; id += 1) repository.expectRecords({ ...query, after: { ...query.after!, id: String(id) } });
    };
    expectMany();
    expect(log.reads).toBe(4);
    for (let round = 0; round < 10; round += 1) {
      await sleep(5);
      expectMany();
    }
    expect(log.reads).toBe(16);
    await sleep(1_200);
    expect(log.released).toBe(16);
  });

  test('is hardly done where nobody asks in time, and again when somebody does', async () => {
    const { log, repository } = useRepository();
    const expectOne = async (id: number) => {
      repository.expectRecords({ ...query, after: { ...query.after!, id: String(id) } }).confirm();
      await sleep(1);
    };
    for (let id = 0; id < 8; id += 1) await expectOne(id);
    await sleep(1_200);
    const before = log.reads;
    for (let id = 100; id < 116; id += 1) await expectOne(id);
    expect(log.reads).toBe(before + 1);
    await repository.listFirstRecords({ ...query, after: { ...query.after!, id: '115' } });
    expect(log.reads).toBe(before + 1);
    for (let id = 200; id < 204; id += 1) await expectOne(id);
    expect(log.reads).toBe(before + 5);
  });

  test('counts nothing as missed that nobody could have asked for yet', async () => {
    const { log, repository } = useRepository();
    const expectOne = async (id: number) => {
      const expectation = repository.expectRecords({ ...query, after: { ...query.after!, id: String(id) } });
      await sleep(1);
      return expectation;
    };
    for (let id = 0; id < 8; id += 1) await expectOne(id);
    await sleep(1_200);
    for (let id = 100; id < 108; id += 1) (await expectOne(id)).drop();
    const before = log.reads;
    await expectOne(200);
    expect(log.reads).toBe(before + 1);
  });

  test('is given out within a second of when the client had all before it', async () => {
    const { log, repository } = useRepository();
    const expectation = repository.expectRecords(query);
    await sleep(700);
    expectation.confirm();
    await sleep(700);
    expect((await repository.listFirstRecords(query)).publication).toBe(1);
    expect(log.reads).toBe(1);
  });

  test('is begun with again where it had become too old, or was refused, when the client has all before it', async () => {
    const { log, repository } = useRepository();
    const old = repository.expectRecords(query);
    await sleep(1_200);
    expect(log.released).toBe(1);
    old.confirm();
    expect((await repository.listFirstRecords(query)).publication).toBe(2);
    await sleep(5);
    const many = Array.from({ length: 5 }, (_, id) =>
      repository.expectRecords({ ...query, after: { ...query.after!, id: String(id) } }),
    );
    expect(log.reads).toBe(6);
    await sleep(5);
    many[4]!.confirm();
    expect(log.reads).toBe(7);
  });

  test('is not too old while it is being made, and not made twice', async () => {
    const { log, repository } = useRepository({ makingMs: 1_300 });
    const expectation = repository.expectRecords(query);
    await sleep(1_200);
    expectation.confirm();
    await sleep(600);
    expect((await repository.listFirstRecords(query)).publication).toBe(1);
    expect(log.reads).toBe(1);
    repository.expectRecords({ ...query, set: 'b' });
    await sleep(2_500);
    expect(log).toEqual({ reads: 2, released: 1 });
  });

  test('is not begun with again when somebody has taken it', async () => {
    const { log, repository } = useRepository();
    const expectation = repository.expectRecords(query);
    await repository.listFirstRecords(query);
    expectation.confirm();
    expectation.drop();
    expect(log).toMatchObject({ reads: 1, released: 0 });
  });

  test('gives its memory back when nobody will ask', async () => {
    const { log, repository } = useRepository();
    repository.expectRecords(query).drop();
    await sleep(5);
    expect(log.released).toBe(1);
  });
});
