import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import { type Asker, makeAsker, type Reply } from './asker.ts';
import { nameCases, valueCases, verbCases } from './cases/argument-cases.ts';
import { dateBoundCases, dateFormCases } from './cases/date-cases.ts';
import { getRecordCases, listCases, verbAnswerCases } from './cases/list-cases.ts';
import { type Expected, type ProtocolCase, type RepositoryName, repositories } from './cases/protocol-case.ts';
import { type Fixture, fixtureBaseUrl, startFixture, startFixtureApp } from './fixture.ts';
import { toIdentifiers } from './fixture-records.ts';

const groups: readonly (readonly [name: string, cases: readonly ProtocolCase[]])[] = [
  ['the verb', verbCases],
  ['which arguments there are', nameCases],
  ['their values', valueCases],
  ['forms of dates', dateFormCases],
  ['bounds', dateBoundCases],
  ['lists', listCases],
  ['the other verbs', verbAnswerCases],
  ['single records', getRecordCases],
];

const fixtures: Fixture[] = [];
const urls = new Map<RepositoryName, string>();
let dayApp: App | undefined;

beforeAll(async () => {
  const [full, noSets, empty] = await Promise.all([startFixture(), startFixture('noSets'), startFixture('empty')]);
  dayApp = await startFixtureApp(full.database, { OAI_GRANULARITY: 'day' });
  fixtures.push(full, noSets, empty);
  urls.set('seconds', full.url).set('noSets', noSets.url).set('empty', empty.url).set('day', dayApp.url);
});

afterAll(async () => {
  await dayApp?.close();
  await Promise.all(fixtures.map((fixture) => fixture.close()));
});

describe.each(repositories)('the repository %s', (repository) => {
  const granularity = repository === 'day' ? 'YYYY-MM-DD' : 'YYYY-MM-DDThh:mm:ssZ';
  const asker = makeAsker(repository, () => urls.get(repository)!, { baseUrl: fixtureBaseUrl, granularity });
  for (const [name, cases] of groups) {
    describe(name, () => {
      for (const each of cases) test(each.behaviour, () => putCase(asker, each, each.except?.[repository] ?? each.expected));
    });
  }
  asker.declareChecks();
});

/** Puts one case by GET and by POST, which must give the same answer [H-01] [H-02]. */
async function putCase(asker: Asker, { query }: ProtocolCase, expected: Expected): Promise<void> {
  const reply = await asker.get(query);
  checkReply(reply, expected);
  const posted = await asker.post(query);
  expect(posted.xml, 'POST gives the same body as GET').toBe(reply.xml);
}

function checkReply(reply: Reply, expected: Expected): void {
  if ('errors' in expected) {
    expect([...reply.codes].sort()).toEqual([...expected.errors].sort());
  } else if ('oneOf' in expected) {
    expect(reply.codes.length).toBeGreaterThan(0);
    expect(expected.oneOf).toEqual(expect.arrayContaining([...reply.codes]));
  } else {
    expect(reply.codes).toEqual([]);
    checkData(reply, expected);
  }
}

function checkData(reply: Reply, expected: Exclude<Expected, { errors: unknown } | { oneOf: unknown }>): void {
  if ('verb' in expected) expect(reply.verb).toBe(expected.verb);
  if ('sets' in expected) expect(reply.sets.map(({ setSpec }) => setSpec)).toEqual(expected.sets);
  if ('formats' in expected) expect(reply.formats.map(({ metadataPrefix }) => metadataPrefix)).toEqual(expected.formats);
  if ('ids' in expected) {
    expect(reply.records.map(({ identifier }) => identifier)).toEqual(toIdentifiers(expected.ids));
    expect(reply.resumptionToken).toBe(null);
  }
  if ('page' in expected) {
    expect(reply.records).toHaveLength(expected.page);
    expect(reply.resumptionToken).toMatchObject({ cursor: 0, completeListSize: expected.of });
    expect(reply.resumptionToken?.value).not.toBe('');
  }
}
