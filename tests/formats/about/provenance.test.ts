import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseProvenance } from '../../../src/formats/about/provenance.ts';

const origin = {
  baseURL: 'http://source.example.org/oai',
  identifier: 'oai:source.example.org:abc',
  datestamp: '2025-12-31',
  metadataNamespace: 'http://www.openarchives.org/OAI/2.0/oai_dc/',
  harvestDate: '2026-01-02T03:04:05Z',
  altered: false,
};

const problemsOf = (value: unknown): readonly string[] => {
  const parsed = parseProvenance(value);
  return parsed.ok ? [] : parsed.problems;
};

/** So many origins in a row. */
function chain(length: number): object {
  return length === 1 ? origin : { ...origin, originDescription: chain(length - 1) };
}

test('provenance is where a record came from, and where that repository had it from [B-02]', () => {
  const value = { ...origin, altered: true, originDescription: origin };
  expect(parseProvenance(value)).toEqual({ ok: true, provenance: value, unknownFields: [] });
});

test('the example of docs/formats.md is one', () => {
  const docs = readFileSync(new URL('../../../docs/formats.md', import.meta.url), 'utf8');
  const example = /### Provenance[\s\S]*?```json\n([\s\S]*?)```/.exec(docs)![1]!;
  expect(problemsOf(JSON.parse(example))).toEqual([]);
});

test('null, and blanks around a value, count as absent', () => {
  const value = { ...origin, baseURL: ` ${origin.baseURL}\n`, originDescription: null };
  expect(parseProvenance(value)).toEqual({ ok: true, provenance: origin, unknownFields: [] });
});

test('the proposals of OpenAIRE, and whatever else the schema has no room for, are left out and named [B-08]', () => {
  const value = { ...origin, repositoryId: 'x', originDescription: { ...origin, repositoryName: 'y', __proto: 1 } };
  expect(parseProvenance(value)).toEqual({
    ok: true,
    provenance: { ...origin, originDescription: origin },
    unknownFields: [
      'provenance.repositoryId',
      'provenance.originDescription.repositoryName',
      'provenance.originDescription.__proto',
    ],
  });
});

describe('what is wrong is told in sentences', () => {
  test.each([
    [
      { baseURL: undefined },
      'provenance.baseURL: expected the base URL that the record was harvested from, with http:// or https://, found nothing',
    ],
    [{ baseURL: 'ftp://a.example' }, /^provenance\.baseURL: expected .*, found "ftp:\/\/a\.example"$/],
    [
      { identifier: 'a b' },
      'provenance.identifier: expected the URI that was its identifier there, such as oai:example.org:1, found "a b"',
    ],
    [{ metadataNamespace: 5 }, /^provenance\.metadataNamespace: expected .*, found a number \(5\)$/],
    [{ altered: 'yes' }, 'provenance.altered: expected true or false: whether the metadata were changed in any way, found "yes"'],
    [{ originDescription: [] }, 'provenance.originDescription: expected an object with named fields, found a list'],
    [{ originDescription: { ...origin, altered: null } }, /^provenance\.originDescription\.altered: expected .*, found nothing$/],
  ])('%j', (change, problem) => {
    expect(problemsOf({ ...origin, ...change })).toEqual([
      typeof problem === 'string' ? problem : expect.stringMatching(problem),
    ]);
  });

  test.each([
    '2026',
    '2026-02-30',
    '2026-1-2',
    '0000-01-01',
    '2026-01-02T03:04Z',
    '2026-01-02T03:04:05',
    '2026-01-02T03:04:05.6Z',
    '2026-01-02T24:00:00Z',
    '2026-01-02T03:04:05+01:00',
  ])('%s is no datestamp of a repository', (datestamp) => expect(problemsOf({ ...origin, datestamp })).toHaveLength(1));

  test.each([null, 5, 'text', [origin], true])('%j is none', (value) => {
    expect(problemsOf(value)).toEqual([expect.stringMatching(/^provenance: expected an object with named fields, found /)]);
  });

  test('and no more of it than a person reads', () => {
    const empty = { originDescription: { originDescription: { originDescription: {} } } };
    expect(problemsOf(empty)).toHaveLength(10);
  });
});

test('a chain is read however long it is, and believed up to twenty origins', () => {
  expect(problemsOf(chain(20))).toEqual([]);
  expect(problemsOf(chain(21))).toEqual(['provenance: expected at most 20 origins in a row']);
  expect(problemsOf(chain(5000))).toEqual(['provenance: expected at most 20 origins in a row']);
});
