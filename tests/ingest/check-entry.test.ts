import { describe, expect, test } from 'vitest';
import { checkEntry } from '../../src/ingest/check-entry.ts';

const metadata = { title: 'A title' };

const check = (value: unknown) => checkEntry(value, ['ddi', 'x-y']);

const reasonOf = (value: unknown): string | null => {
  const checked = check(value);
  return checked.kind === 'bad' ? checked.reason : null;
};

function nest(levels: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
}

test('an id and metadata are enough: a public record in no set', () => {
  expect(check({ id: 'a:1', metadata })).toEqual({
    kind: 'upsert',
    id: 'a:1',
    row: { id: 'a:1', metadata: '{"title":"A title"}', sets: [], visibility: 'public', provenance: null, readyXml: '{}' },
    warnings: [],
  });
});

test('sets are kept in order, each once, and visibility is kept', () => {
  expect(check({ id: '1', metadata, sets: ['b', 'a:c', 'b'], visibility: 'private', deleted: false })).toMatchObject({
    row: { sets: ['b', 'a:c'], visibility: 'private' },
  });
});

const provenance = {
  baseURL: 'https://a.example/oai',
  identifier: 'oai:a.example:1',
  datestamp: '2026-01-02',
  metadataNamespace: 'http://www.openarchives.org/OAI/2.0/oai_dc/',
  harvestDate: '2026-01-03T00:00:00Z',
  altered: false,
};

test('provenance and ready XML are kept as they are', () => {
  const readyXml = { ddi: '<?xml version="1.0"?>\n<codeBook/>', 'x-y': '<a' };
  expect(check({ id: '1', metadata, provenance, readyXml })).toMatchObject({
    row: { provenance: JSON.stringify(provenance), readyXml: JSON.stringify(readyXml) },
    warnings: [],
  });
});

test('what provenance has no room for is a warning, and characters that cannot be stored are counted there and in ready XML', () => {
  const more = { provenance: { ...provenance, repositoryName: 'a\0b' }, readyXml: { ddi: '<a>\uD800</a>' } };
  expect(check({ id: '1', metadata, ...more })).toMatchObject({
    row: { readyXml: '{"ddi":"<a>\uFFFD</a>"}' },
    warnings: ['ignored field provenance.repositoryName', '2 characters that cannot be stored were replaced by U+FFFD'],
  });
});

test('null counts as absent where a value is optional', () => {
  expect(check({ id: '1', metadata, sets: null, visibility: null, provenance: null, readyXml: null })).toMatchObject({
    row: { sets: [], visibility: 'public', provenance: null, readyXml: '{}' },
  });
});

test('deleted: true asks for a deletion, whatever else the line has', () => {
  expect(check({ id: '1', deleted: true })).toEqual({ kind: 'delete', id: '1', warnings: [] });
  expect(check({ id: '1', deleted: true, metadata: 5 })).toMatchObject({ kind: 'delete' });
});

describe('a bad entry says why', () => {
  test.each([
    [[], "not an object but an array; `jq -c '.[]' FILE` makes lines of its items"],
    [null, 'not an object'],
    ['text', 'not an object'],
    [{ metadata }, 'id is missing'],
    [{ id: null, metadata }, 'id is missing'],
    [{ id: 5, metadata }, 'id must be text, in quotes'],
    [{ id: '', metadata }, 'id is empty'],
    [{ id: ' ', metadata }, 'id is empty'],
    [{ id: 'x'.repeat(513), metadata }, 'id has 513 characters; at most 512 are possible'],
    [{ id: 'a\0b', metadata }, 'id has characters that cannot be stored (U+0000 or half a surrogate pair)'],
    [{ id: 'a\uD800', metadata }, 'id has characters that cannot be stored (U+0000 or half a surrogate pair)'],
    [{ id: '1' }, 'metadata is missing'],
    [{ id: '1', metadata: null }, 'metadata is missing'],
    [{ id: '1', title: 'x', sets: [] }, 'metadata is missing; put title into "metadata": {…}'],
    [{ id: '1', title: 1, creators: 1, date: 1, a: 1 }, 'metadata is missing; put title, creators, date, … into "metadata": {…}'],
    [{ id: '1', metdata: metadata }, 'metadata is missing; did you mean "metadata" by "metdata"?'],
    [{ id: '1', metadata: 'text' }, 'metadata must be an object'],
    [{ id: '1', metadata: [metadata] }, 'metadata must be an object'],
    [{ id: '1', metadata: { title: 'x', more: nest(101) } }, 'metadata is nested deeper than 100 levels'],
    [{ id: '1', metadata, deleted: 'yes' }, 'deleted must be true or false'],
    [{ id: '1', metadata, visibility: 'hidden' }, 'visibility must be one of public, private, withdrawn'],
    [{ id: '1', metadata, sets: 'math' }, 'sets must be a list of setSpecs, such as ["physics", "physics:optics"]'],
    [{ id: '1', metadata, sets: [1] }, 'sets must be a list of setSpecs in quotes'],
    [{ id: '1', metadata, sets: ['Computer Science'] }, '"Computer Science" is not a setSpec; "Computer_Science" would be'],
    [{ id: '1', metadata, sets: ['a::b'] }, '"a::b" is not a setSpec; "a:b" would be'],
    [{ id: '1', metadata, sets: [''] }, '"" is not a setSpec'],
    [{ id: '1', metadata, provenance: 'there' }, 'provenance: expected an object with named fields, found "there"'],
    [
      { id: '1', metadata, provenance: { ...provenance, altered: 1, datestamp: 'x' } },
      'provenance.datestamp: expected the datestamp as it was given there, such as 2026-05-17 or 2026-05-17T08:30:00Z, found "x"; ' +
        'provenance.altered: expected true or false: whether the metadata were changed in any way, found a number (1)',
    ],
    [{ id: '1', metadata, provenance: { ...provenance, more: nest(101) } }, 'provenance is nested deeper than 100 levels'],
    [{ id: '1', metadata, readyXml: '<a/>' }, expect.stringMatching(/^readyXml must be an object of XML texts/)],
    [{ id: '1', metadata, readyXml: ['<a/>'] }, expect.stringMatching(/^readyXml must be an object of XML texts/)],
    [{ id: '1', metadata, readyXml: { ddi: { a: 1 } } }, expect.stringMatching(/^readyXml must be an object of XML texts/)],
    [{ id: '1', metadata, readyXml: { ddi: ' ' } }, expect.stringMatching(/^readyXml must be an object of XML texts/)],
    [{ id: '1', metadata, readyXml: { 'oai:ddi': '<a/>' } }, '"oai:ddi" in readyXml is not a metadataPrefix'],
  ])('%#: %j', (value, reason) => expect(reasonOf(value)).toEqual(reason));

  test('metadata nested so deep that walking it would exhaust the stack is refused, too', () => {
    expect(reasonOf({ id: '1', metadata: { title: 'x', more: nest(200_000) } })).toBe(
      'metadata is nested deeper than 100 levels',
    );
  });

  test('metadata that is no record is refused with the reasons of the record parser', () => {
    expect(reasonOf({ id: '1', metadata: {} })).toContain('title');
  });

  test('and its id is known as soon as there is one', () => {
    expect(check({ id: 'a', metadata: 5 })).toMatchObject({ kind: 'bad', id: 'a' });
    expect(check({ id: 5, metadata })).toMatchObject({ kind: 'bad', id: null });
  });
});

test('an id of 512 characters is allowed, whatever they need in UTF-16', () => {
  expect(check({ id: '𝒳'.repeat(512), metadata }).kind).toBe('upsert');
  expect(reasonOf({ id: '𝒳'.repeat(513), metadata })).toContain('513');
});

test.each([
  [{ embargo: '2015-01-01' }, '2015-01-01'],
  [{ embargo: '2015-06', access: 'embargoed' }, '2015-06'],
  [{ embargo: String(new Date().getUTCFullYear() - 1) }, String(new Date().getUTCFullYear() - 1)],
  [{ embargo: '2015-01-01', access: 'open' }, null],
  [{ embargo: String(new Date().getUTCFullYear()) }, null],
  [{ embargo: new Date().toISOString().slice(0, 10) }, null],
  [{ embargo: '2999-01-01' }, null],
  [{ access: 'embargoed' }, null],
])('an embargo that is over, and stays all the same, is a warning: %j', (fields, ended) => {
  const reason = `its embargo ended (${ended}), but it is shown as embargoed until "access" says otherwise, such as "open"`;
  expect(check({ id: '1', metadata: { title: 'T', ...fields } })).toMatchObject({
    warnings: ended === null ? [] : [reason],
  });
});

test.each([
  [{ embargo: '2999-01-01', access: 'open' }, '2999-01-01'],
  [{ embargo: '2999', access: 'open' }, '2999'],
  [{ embargo: '2999-01-01', access: 'restricted' }, null],
  [{ embargo: new Date().toISOString().slice(0, 10), access: 'open' }, null],
])('open access in spite of an embargo that lasts is a warning: %j', (fields, until) => {
  const reason = `its embargo lasts until ${until}, but it is shown as open, links to its files included, since "access" says so`;
  expect(check({ id: '1', metadata: { title: 'T', ...fields } })).toMatchObject({ warnings: until === null ? [] : [reason] });
});

test('ready XML that is not offered is a warning, with a suggestion where one is near', () => {
  const readyXml = { ddi: '<a/>', dddi: '<a/>', mods: '<a/>' };
  const setting = 'in readyXml is not offered: OAI_READY_XML_FORMATS does not have it';
  expect(check({ id: '1', metadata, readyXml })).toMatchObject({
    warnings: [`"dddi" ${setting}; did you mean "ddi"?`, `"mods" ${setting}`],
  });
});

test('unknown keys and unknown fields are warnings, with a suggestion where one is near', () => {
  expect(check({ id: '1', metadata: { ...metadata, colour: 'red' }, set: ['a'] })).toMatchObject({
    kind: 'upsert',
    warnings: ['ignored key "set"; did you mean "sets"?', 'ignored field colour'],
  });
  const misspelt = {
    creatros: 'Doe, Jane',
    embargo_dates: '2030',
    titles: [{ value: 'T', langauge: 'en' }],
    notes: 'x',
    identifiers: [{ identifierType: 'Handle' }],
  };
  expect(check({ id: '1', metadata: misspelt })).toMatchObject({
    warnings: [
      'ignored field creatros; did you mean "creators"?',
      'ignored field embargo_dates; did you mean "embargoDate"?',
      'ignored field notes',
      'ignored field identifiers[0]',
      'ignored field titles[0].langauge',
    ],
  });
});

test('characters that jsonb cannot hold are replaced and counted, in values and in names', () => {
  const checked = check({ id: '1', metadata: { title: 'a\0b\uD800c \\u0000 𝒳', note: 'x', 'k\0': 1 } });
  expect(checked).toMatchObject({ kind: 'upsert' });
  if (checked.kind !== 'upsert') throw new Error('unreachable');
  expect(checked.row.metadata).toBe(JSON.stringify({ title: 'a\uFFFDb\uFFFDc \\u0000 𝒳', note: 'x', 'k\uFFFD': 1 }));
  expect(checked.warnings).toContain('3 characters that cannot be stored were replaced by U+FFFD');
});

test('a key named __proto__ is a key like any other', () => {
  const checked = check(
    JSON.parse('{"id": "1", "__proto__": {"sets": ["a"]}, "metadata": {"title": "a\\u0000", "__proto__": {"x": 1}}}'),
  );
  expect(checked).toMatchObject({ kind: 'upsert', row: { sets: [] } });
});
