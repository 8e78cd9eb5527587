import { describe, expect, test } from 'vitest';
import { mods } from '../../src/formats/mods.ts';
import { childrenOf, descendantsOf, findChild, findChildText, parseXml, type XmlElement } from '../support/xml-tree.ts';
import { listRenderingFaults } from './check-renderings.ts';
import { everyTerm } from './every-term.ts';
import { renderSample } from './render-sample.ts';

function render(metadata: Readonly<Record<string, unknown>>): XmlElement {
  return parseXml(renderSample(mods, 'titles' in metadata ? metadata : { title: 'Tides', ...metadata })).root;
}

/** Text and attributes of every element of that name, wherever it stands. */
function listAll(root: XmlElement, local: string): [string, Record<string, string>][] {
  return descendantsOf(root)
    .filter((element) => element.local === local)
    .map(({ text, attributes }) => [text, Object.fromEntries(attributes)]);
}

test('mods keeps its rules and its schema for every term of every vocabulary [X-22]', () => {
  expect(
    listRenderingFaults(
      'mods',
      everyTerm.map((metadata) => renderSample(mods, metadata)),
    ),
  ).toEqual([]);
});

describe('titles in mods', () => {
  test('have the subtitle inside the title, and every other title by itself with its type', () => {
    const titles = [
      { title: 'Gezeiten', titleType: 'TranslatedTitle', lang: 'de' },
      { title: 'Tides' },
      { title: 'A history', titleType: 'Subtitle' },
      { title: 'Ebb', titleType: 'AlternativeTitle' },
    ];
    const found = childrenOf(render({ titles }), 'titleInfo');
    expect(found.map((title) => title.attributes.get('type'))).toEqual([undefined, 'translated', 'alternative']);
    expect(found.map((title) => findChildText(title, 'title'))).toEqual(['Tides', 'Gezeiten', 'Ebb']);
    expect(findChildText(found[0] as XmlElement, 'subTitle')).toBe('A history');
  });
});

describe('names in mods', () => {
  test('have their parts, and a type only where the record tells it', () => {
    const creators = [
      'Stone, D.',
      'Acme, Inc.',
      { name: 'Shore Group', nameType: 'Organizational' },
      { name: 'Li Na', nameType: 'Personal' },
    ];
    const names = childrenOf(render({ creators }), 'name');
    expect(names.map((name) => name.attributes.get('type'))).toEqual(['personal', undefined, 'corporate', 'personal']);
    expect(listAll(names[0] as XmlElement, 'namePart')).toEqual([
      ['Stone', { type: 'family' }],
      ['D.', { type: 'given' }],
    ]);
  });

  test.each([
    [{ creators: 'Stone, D.' }, ['aut', 'author']],
    [{ creators: 'Stone, D.', type: 'dataset' }, ['cre', 'creator']],
    [{ supervisors: 'Stone, D.' }, ['ths', 'thesis advisor']],
    [{ contributors: [{ name: 'Stone', contributorType: 'ProjectMember' }] }, ['ctb', 'contributor', 'project member']],
    [{ funding: ['Sea Council', { funder: 'Sea Council', award: '2' }] }, ['fnd', 'funder']],
    [{ thesis: { university: 'Shore' } }, ['dgg', 'degree granting institution']],
  ])('have a role of MARC’s list: %j → %j', (metadata, terms) => {
    expect(listAll(render(metadata), 'roleTerm').map(([text]) => text)).toEqual(terms);
  });
});

describe('dates in mods', () => {
  test('are two elements for a range, of which the first is the key date, and one where an end is open', () => {
    expect(listAll(render({ date: '2012/2013-05' }), 'dateIssued')).toEqual([
      ['2012', { keyDate: 'yes', encoding: 'w3cdtf', point: 'start' }],
      ['2013-05', { encoding: 'w3cdtf', point: 'end' }],
    ]);
    expect(listAll(render({ date: '/2013' }), 'dateIssued')).toEqual([
      ['2013', { keyDate: 'yes', encoding: 'w3cdtf', point: 'end' }],
    ]);
  });

  test.each([
    ['-0044-03-15', 'iso8601'],
    ['2012-05-17T10:00', 'iso8601'],
    ['2012-05-17T10:00+02:00', 'w3cdtf'],
    ['2012', 'w3cdtf'],
  ])('say what they are written in: %s is %s', (date, encoding) => {
    expect(listAll(render({ date }), 'dateIssued')[0]?.[1].encoding).toBe(encoding);
  });
});

describe('languages in mods', () => {
  test.each([
    ['de', [['ger', 'iso639-2b']]],
    [
      'pt_BR',
      [
        ['por', 'iso639-2b'],
        ['pt-BR', 'rfc5646'],
      ],
    ],
    [
      'French',
      [
        ['French', undefined],
        ['fre', 'iso639-2b'],
      ],
    ],
    ['Old Tidal', [['Old Tidal', undefined]]],
    ['cmn', [['cmn', 'rfc5646']]],
  ])('are codes of ISO 639-2/B where there is one: %s', (language, terms) => {
    expect(listAll(render({ language }), 'languageTerm').map(([text, { authority }]) => [text, authority])).toEqual(terms);
  });

  test('of a text are left out where MODS has no code for them', () => {
    const title = (lang: string) => listAll(render({ title: { title: 'Tides', lang } }), 'title')[0]?.[1].lang;
    expect(title('en-GB')).toBe('eng');
    expect(title('Old Tidal')).toBe(undefined);
  });
});

describe('related items in mods', () => {
  const kindOf = (metadata: Readonly<Record<string, unknown>>) => {
    const item = findChild(render(metadata), 'relatedItem');
    return [item?.attributes.get('type'), item === null ? undefined : listAll(item, 'issuance')[0]?.[0]];
  };

  test.each([
    [{ journal: 'Tides', issn: '2434-561X' }, 'host', 'continuing'],
    [{ type: 'chapter', container: { title: 'All tides' } }, 'host', 'monographic'],
    [{ type: 'conference paper', container: { title: 'Proc. Tides', isbn: '978-3-16-148410-0' } }, 'host', 'monographic'],
    [{ type: 'book', container: { title: 'Tidal studies', volume: 7, issn: '2434-561X' } }, 'series', 'continuing'],
    [{ container: { title: 'Something' } }, 'host', undefined],
  ])('have what an article appeared in by its kind: %j → %s, %s', (metadata, type, issuance) => {
    expect(kindOf(metadata)).toEqual([type, issuance]);
  });

  test('keep both ISSNs of a journal together, and apart from what else is related', () => {
    const root = render({ journal: 'Tides', issn: ['2049-3630', '2434-561X'], relations: ['https://example.org/1'] });
    const [host, other, ...rest] = childrenOf(root, 'relatedItem');
    expect(rest).toEqual([]);
    expect(listAll(host as XmlElement, 'identifier').map(([text]) => text)).toEqual(['2049-3630', '2434-561X']);
    expect(listAll(other as XmlElement, 'identifier').map(([text]) => text)).toEqual(['https://example.org/1']);
  });

  test('have the volume of a series as its part’s number', () => {
    const root = render({ type: 'book', container: { title: 'Tidal studies', type: 'Series', volume: 7 } });
    expect(listAll(root, 'partNumber')).toEqual([['7', {}]]);
    expect(listAll(root, 'detail')).toEqual([]);
  });
});

describe('the other elements of mods', () => {
  test('lead to a file only where everybody may read it', () => {
    const files = ['https://repository.example.org/17.pdf'];
    const urls = (metadata: Readonly<Record<string, unknown>>) =>
      listAll(render({ files, ...metadata }), 'url').map(([text]) => text);
    expect(urls({})).toEqual(files);
    expect(urls({ access: 'open' })).toEqual(files);
    for (const access of ['embargoed', 'restricted', 'metadata only']) expect(urls({ access })).toEqual([]);
  });

  test('have only addresses that are URIs; one that cannot be is an identifier', () => {
    const url = 'https://example.org/a[1]|%zz%20é?q=<x>#a#b';
    expect(listAll(render({ url }), 'url')[0]?.[0]).toBe('https://example.org/a%5B1%5D%7C%25zz%20%C3%A9?q=%3Cx%3E#a%23b');
    const odd = render({ url: 'https://example.org:port/1' });
    expect(listAll(odd, 'url')).toEqual([]);
    expect(listAll(odd, 'identifier')).toEqual([['https://example.org:port/1', { type: 'uri' }]]);
  });

  test.each([
    ['North Sea', 'geographic'],
    ['152.250, 13.405', 'geographic'],
    ['19th century', 'temporal'],
    ['1850-1900', 'temporal'],
    ['2012-05', 'temporal'],
  ])('tell places from periods: %s is %s', (coverage, name) => {
    expect(listAll(render({ coverage }), name)[0]?.[0]).toBe(coverage);
  });

  test('name the scheme of a subject by its code where there is one, and in words where not', () => {
    const subject = (subjectScheme: string) =>
      listAll(render({ subjects: [{ subject: 'Tides', subjectScheme, classificationCode: '5' }] }), 'subject')[0]?.[1];
    expect(subject('Medical Subject Headings')).toEqual({ authority: 'mesh' });
    expect(subject('House list')).toEqual({ displayLabel: 'House list' });
  });

  test('say of a record without any type that it is a text, and of one with a type that is none nothing', () => {
    expect(listAll(render({}), 'typeOfResource')).toEqual([['text', {}]]);
    expect(listAll(render({ type: 'Event' }), 'typeOfResource')).toEqual([]);
  });
});
