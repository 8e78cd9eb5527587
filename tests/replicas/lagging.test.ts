import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import { getPublication } from '../../src/storage/publish-clock.ts';
import { insertRecords } from '../faults/sql-records.ts';
import { findDifferences } from '../lossless/followers.ts';
import { harvestAll, requestOai } from '../support/harvest.ts';
import { makeMirror } from '../support/mirror.ts';
import { parseOai } from '../support/parse-oai.ts';
import { publishNow } from '../support/publish-now.ts';
import { restamp } from '../support/restamp.ts';
import { startTestApp, testDomain } from '../support/test-app.ts';
import { sendRequest } from '../web/send-request.ts';
import { needsReplication, type Replication, type Standby, startReplication, toReadSettings } from './replication.ts';

const pageSize = 7;
// A replica that was behind a list is asked again then.
const untilForgottenMs = 1100;
const first = { verb: 'ListRecords', metadataPrefix: 'oai_dc' };

/** What a token says, after its signature. */
const readFields = (token: string): unknown[] => JSON.parse(Buffer.from(token, 'base64url').subarray(16).toString());

needsReplication('A replica that lags', () => {
  let replication: Replication;
  let fresh: Standby;
  let late: Standby;
  let app: App;

  const insertInto = async (set: string, number: number, prefix: string) => {
    const text = `insert into records (id, metadata, sets)
      select $1::text || '-' || $2::text || '-' || n, '{"title": "A record"}', array[$1::text] from generate_series(1, $3::integer) n`;
    await replication.db.query({ name: '', text }, [set, prefix, number]);
  };
  const publish = async (options = {}) => {
    await publishNow(replication.db, options);
    await replication.catchUp(fresh);
  };
  const write = async (text: string) => {
    await replication.db.query({ name: '', text });
    await publish();
  };
  const count = async ({ db }: Standby, set?: string) =>
    (await db.query({ name: '', text: 'select 1 from published where $1::text is null or $1::text = any(sets)' }, [set ?? null]))
      .length;
  const ask = async (args: Record<string, string>) => parseOai(await requestOai(app.url, args));
  const identifierOf = (id: string) => `oai:${testDomain}:${id}`;
  /** Asks until an answer is of the state wanted: any of the replicas may give it. */
  const askUntil = async (args: Record<string, string>, wanted: (answer: Awaited<ReturnType<typeof ask>>) => boolean) => {
    for (let turn = 0; turn < 200; turn += 1) {
      const answer = await ask(args);
      if (wanted(answer)) return answer;
      await sleep(20);
    }
    throw new Error('No answer of that state came.');
  };

  /** The first page of a list that was read at this one's state, as its token says. */
  const beginAt = async ({ db }: Standby, args: Record<string, string>) => {
    const { publication } = await getPublication(db);
    return askUntil(args, ({ resumptionToken }) => readFields(resumptionToken!.value).at(-1) === publication);
  };

  beforeAll(async () => {
    replication = await startReplication(2);
    [fresh, late] = replication.standbys as [Standby, Standby];
    await insertRecords(replication.db, 100, 'old');
    await insertInto('mixed', 10, 'old');
    await insertInto('same', 8, 'old');
    await publishNow(replication.db);
    await replication.db.query({ name: '', text: `update published set ${restamp("'2020-01-01T00:00:00Z'::timestamptz")}` });
    await replication.db.query({ name: '', text: `update published_sets set datestamp = '2020-01-01T00:00:00Z'` });
    await replication.catchUp();
    app = await startTestApp(replication.url, toReadSettings([fresh, late], { OAI_PAGE_SIZE: String(pageSize) }));
  });

  beforeEach(() => late.pause());
  afterEach(async () => {
    await late.resume();
    await replication.catchUp();
  });

  afterAll(async () => {
    await app?.close();
    await replication?.remove();
  });

  test('does not go on with a list that another has begun at a later state [G1] [G2] [G3]', async () => {
    await insertInto('mixed', 10, 'later');
    await publish();
    const begun = await beginAt(fresh, { ...first, set: 'mixed' });
    expect(begun.resumptionToken!.completeListSize).toBe(20);
    // The late one has three of its records.
    const next = { verb: 'ListRecords', resumptionToken: begun.resumptionToken!.value };
    const pages = await Promise.all(Array.from({ length: 12 }, () => ask(next)));
    expect(new Set(pages.map(({ records }) => records.length))).toEqual(new Set([pageSize]));
    expect(new Set(pages.map(({ resumptionToken }) => resumptionToken?.value)).size).toBe(1);
  });

  test('does not say that nothing is left of a list which another has found to go on [G2] [G8]', async () => {
    // In the very second that the late one has got to, and so within a list that begins there.
    await insertInto('same', 10, 'later');
    await publish({ clockOffsetSeconds: -3600 });
    await sleep(untilForgottenMs);
    const total = await count(fresh);
    const begun = await beginAt(late, { ...first, set: 'same' });
    const second = { verb: 'ListRecords', resumptionToken: begun.resumptionToken!.value };
    const { resumptionToken } = await askUntil(second, ({ records }) => records.length === pageSize);
    const third = { verb: 'ListRecords', resumptionToken: resumptionToken!.value };
    const pages = await Promise.all(Array.from({ length: 12 }, () => ask(third)));
    expect(pages.flatMap(({ errors }) => errors)).toEqual([]);
    expect(total).toBeGreaterThan(await count(late));
  });

  test('leaves no harvester without a record, and no list shorter than it said [G1] [G2] [T-p] [T-q]', async () => {
    await insertInto('s', 50, 'new');
    await publish();
    const total = await count(fresh);
    for (let run = 0; run < 5; run += 1) {
      const mirror = makeMirror(app.url, { policy: 'responseDate' });
      // The second run of one that began at the late one makes up for what that had not.
      while (mirror.records.size < total) await mirror.harvest();
      expect(await findDifferences(replication.db, mirror)).toEqual([]);
      let said = 0;
      const { records } = await harvestAll(app.url, { set: 's' }, ({ answer, index }) => {
        if (index === 0) said = answer.resumptionToken!.completeListSize!;
      });
      expect(said).toBeGreaterThanOrEqual(records.length);
    }
  });

  test('does not tell a client that the record it has is still the same [G1]', async () => {
    const query = `verb=GetRecord&metadataPrefix=oai_dc&identifier=${identifierOf('old-7')}`;
    const { etag } = (await sendRequest(app.url, { query })).headers;
    await write(`update records set metadata = '{"title": "Told by a list in between"}' where id = 'old-7'`);
    for (let turn = 0; turn < 12; turn += 1) {
      const reply = await sendRequest(app.url, { query, headers: { 'If-None-Match': etag! } });
      expect([reply.status, reply.text.includes('Told by a list')]).toEqual([200, true]);
    }
  });

  test('does not count fewer records than another will send [T-p] [T-q]', async () => {
    await insertInto('s', 50, 'more');
    await publish();
    const [all, ofSet] = [await count(fresh), await count(fresh, 's')];
    for (let run = 0; run < 6; run += 1) {
      expect((await beginAt(fresh, first)).resumptionToken!.completeListSize).toBe(all);
      expect((await beginAt(fresh, { ...first, set: 's' })).resumptionToken!.completeListSize).toBe(ofSet);
    }
  });

  test('does not give an older version of a record than a list has told of [G1]', async () => {
    await write(`update records set metadata = '{"title": "The newest"}' where id = 'old-2'`);
    await sleep(untilForgottenMs);
    for (let run = 0; run < 6; run += 1) {
      const answer = await ask({ verb: 'GetRecord', metadataPrefix: 'oai_dc', identifier: identifierOf('old-2') });
      expect(answer.records[0]!.metadataXml).toContain('The newest');
    }
  });

  test('knows every record that a list has told of, and every set', async () => {
    await write(`insert into records (id, metadata, sets) values ('known', '{"title": "Known"}', '{z}')`);
    await sleep(untilForgottenMs);
    for (let run = 0; run < 4; run += 1) {
      expect((await ask({ verb: 'GetRecord', metadataPrefix: 'oai_dc', identifier: identifierOf('known') })).errors).toEqual([]);
      const formats = await ask({ verb: 'ListMetadataFormats', identifier: identifierOf('known') });
      expect(formats.errors).toEqual([]);
    }
  });

  test('does not go on with it either where a server has no other database [G1] [G8]', async () => {
    await insertInto('alone', 10, 'later');
    await publish();
    const { resumptionToken } = await beginAt(fresh, first);
    const alone = await startTestApp(late.url, { OAI_PUBLISH: 'no', OAI_PAGE_SIZE: String(pageSize) });
    const args = new URLSearchParams({ verb: 'ListRecords', resumptionToken: resumptionToken!.value });
    try {
      expect((await fetch(`${alone.url}?${args}`)).status).toBe(503);
      await late.resume();
      await replication.catchUp(late);
      expect(parseOai(await requestOai(alone.url, Object.fromEntries(args))).records).toHaveLength(pageSize);
    } finally {
      await alone.close();
    }
  });

  test('goes on with a list of a time that it has got to', async () => {
    await write(`update records set metadata = '{"title": "Again"}' where id = 'old-3'`);
    const old = { ...first, until: '2020-06-01' };
    const { resumptionToken } = await ask(old);
    await fresh.cluster.stop();
    await replication.cluster.stop();
    try {
      const args = { verb: 'ListRecords', resumptionToken: resumptionToken!.value };
      expect((await ask(args)).records).toHaveLength(pageSize);
    } finally {
      await replication.cluster.start();
      await fresh.cluster.start();
    }
  });

  test('is a 503, never a short list and never an error of the protocol, when it alone is left [G8] [H-10]', async () => {
    await write(
      `insert into records (id, metadata, sets) select 'last-' || n, '{"title": "Last"}', '{last}' from generate_series(1, 10) n`,
    );
    const { resumptionToken } = await askUntil({ ...first, set: 'last' }, ({ records }) => records.length > 0);
    await fresh.cluster.stop();
    await replication.cluster.stop();
    try {
      const args = new URLSearchParams({ verb: 'ListRecords', resumptionToken: resumptionToken!.value });
      for (let run = 0; run < 3; run += 1) {
        const response = await fetch(`${app.url}?${args}`);
        expect([response.status, response.headers.get('retry-after')]).toEqual([503, '30']);
      }
      // It may begin one of its own.
      expect((await ask(first)).records).toHaveLength(pageSize);
    } finally {
      await replication.cluster.start();
      await fresh.cluster.start();
    }
    expect((await ask({ verb: 'ListRecords', resumptionToken: resumptionToken!.value })).records).toHaveLength(3);
  });
});
