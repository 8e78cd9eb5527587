import { describe, expect, test } from 'vitest';
import { marc21 } from '../../src/formats/marc21.ts';
import { childrenOf, parseXml, type XmlElement } from '../support/xml-tree.ts';
import { listRenderingFaults } from './check-renderings.ts';
import { everyTerm } from './every-term.ts';
import { renderSample } from './render-sample.ts';

function render(metadata: Readonly<Record<string, unknown>>): XmlElement {
  return parseXml(renderSample(marc21, 'title' in metadata ? metadata : { title: 'Tides', ...metadata })).root;
}

/** The fields of a tag as cataloguers write them: `10 $a Tides $b a history`, a blank indicator as `_`. */
function fieldsOf(tag: string, metadata: Readonly<Record<string, unknown>>): string[] {
  return childrenOf(render(metadata), 'datafield')
    .filter(({ attributes }) => attributes.get('tag') === tag)
    .map(({ attributes, children }) => {
      const indicators = `${attributes.get('ind1')}${attributes.get('ind2')}`.replaceAll(' ', '_');
      return [indicators, ...children.map((child) => `$${child.attributes.get('code')} ${child.text}`)].join(' ');
    });
}

function controlOf(tag: string, metadata: Readonly<Record<string, unknown>>): string | undefined {
  return childrenOf(render(metadata), 'controlfield').find(({ attributes }) => attributes.get('tag') === tag)?.text;
}

test('marc21 keeps its rules and its schema for every term of every vocabulary [X-22]', () => {
  const renderings = everyTerm.map((metadata) => renderSample(marc21, metadata));
  expect(listRenderingFaults('marc21', renderings)).toEqual([]);
});

describe('the fixed fields of marc21', () => {
  const levelOf = (metadata: Readonly<Record<string, unknown>>) => childrenOf(render(metadata), 'leader')[0]?.text.slice(6, 8);

  test.each([
    [{ type: 'article', journal: 'Tides' }, 'ab'],
    [{ type: 'chapter', container: { title: 'All tides' } }, 'aa'],
    [{ type: 'conference paper' }, 'aa'],
    [{ type: 'thesis' }, 'am'],
    [{ type: 'book', container: { title: 'Tidal studies', type: 'Series' } }, 'am'],
    [{ type: 'Journal' }, 'as'],
    [{ type: 'dataset' }, 'mm'],
    [{ type: 'video' }, 'gm'],
    [{ type: 'Collection' }, 'pc'],
  ])('say what kind of thing it is, and whether it is part of another: %j → %s', (metadata, level) => {
    expect(levelOf(metadata)).toBe(level);
  });

  test.each([
    [{ date: '2021-11' }, 's2021    '],
    [{ year: 987 }, 's0987    '],
    [{ date: '-0044-03-15' }, 'b        '],
    [{}, 'nuuuuuuuu'],
  ])('have the year: %j → "%s"', (metadata, dates) => {
    expect(controlOf('008', metadata)?.slice(6, 15)).toBe(dates);
  });

  test('say that it is a thesis, that it is online and in which language', () => {
    const data = controlOf('008', { type: 'thesis', files: ['https://a.org/1'], language: 'de' });
    expect([data?.slice(23, 28), data?.slice(35, 38)]).toEqual(['om   ', 'ger']);
    expect(controlOf('008', { language: 'Old Tidal' })?.slice(35, 38)).toBe('und');
    expect(controlOf('007', {})).toBe(undefined);
  });
});

describe('the titles of marc21', () => {
  test.each([
    ['The tides', 'en', '04'],
    ['A  history', 'en', '03'],
    ['A priori tides', 'en', '00'],
    ['The', 'en', '00'],
    ['Die Gezeiten', 'de', '04'],
    ['Die tides', 'en', '00'],
    ['L’océan', 'fr', '02'],
    ['Las mareas', 'Spanish', '04'],
    ['Theory of tides', 'en', '00'],
    ['The tides', undefined, '00'],
  ])('skip the initial article of the title’s language: %s (%s) → %s', (title, language, indicators) => {
    expect(fieldsOf('245', { title, ...(language === undefined ? {} : { language }) })[0]?.slice(0, 2)).toBe(indicators);
  });

  test('have the subtitle beside the title, and the others as varying forms', () => {
    const metadata = { title: 'Tides', subtitle: 'a history', translatedTitle: 'Gezeiten', alternativeTitle: 'Ebb' };
    expect(fieldsOf('245', metadata)).toEqual(['00 $a Tides $b a history']);
    expect(fieldsOf('246', metadata).toSorted()).toEqual(['31 $a Gezeiten', '3_ $a Ebb']);
  });
});

describe('the names of marc21', () => {
  test('have the first creator as main entry, and the title says so', () => {
    const metadata = { creators: ['Stone, D.', 'Reed, C.'], editors: 'Marsh, E.' };
    expect(fieldsOf('100', metadata)).toEqual(['1_ $a Stone, D. $e author $4 aut']);
    expect(fieldsOf('700', metadata)).toEqual(['1_ $a Reed, C. $e author $4 aut', '1_ $a Marsh, E. $e editor $4 edt']);
    expect(fieldsOf('245', metadata)).toEqual(['10 $a Tides']);
  });

  test('are uncontrolled where the record does not tell a person from a body', () => {
    const metadata = { creators: ['Shore Group', 'Stone, D.'] };
    expect(fieldsOf('720', metadata)).toEqual(['__ $a Shore Group $e author $4 aut']);
    expect(fieldsOf('700', metadata)).toHaveLength(1);
    expect(fieldsOf('100', metadata)).toEqual([]);
    expect(fieldsOf('245', metadata)).toEqual(['00 $a Tides']);
  });

  test('say whether they are inverted', () => {
    const named = (creator: object) => fieldsOf('100', { creators: [creator] })[0]?.slice(0, 8);
    expect(named({ name: 'Madonna', nameType: 'Personal' })).toBe('0_ $a Ma');
    expect(named({ family: 'Sukarno' })).toBe('1_ $a Su');
    expect(named({ given: 'Ana' })).toBe('0_ $a An');
    expect(fieldsOf('110', { creators: [{ name: 'Acme, Inc.', nameType: 'Organizational' }] })[0]).toMatch(
      /^2_ \$a Acme, Inc\. /,
    );
  });
});

describe('the host of marc21', () => {
  test.each([
    [
      { journal: 'Tides', volume: 7, issue: 2, pages: '1-2', year: 2021 },
      '0_ $7 nnas $t Tides $g Volume 7, issue 2 (2021), pages 1-2 $q 7:2<1',
    ],
    [{ type: 'chapter', container: { title: 'All tides', isbn: '1', page: 3 } }, '0_ $7 nnam $t All tides $g Page 3 $z 1'],
    [{ container: { title: 'Something', articleNumber: 12 } }, '0_ $t Something $g Article 12'],
    [{ journal: 'Tides', date: '2021' }, '0_ $t Tides'],
    [{ container: { type: 'Journal' } }, undefined],
  ])('has the issue and the pages in words: %j → %s', (metadata, field) => {
    expect(fieldsOf('773', metadata)[0]).toBe(field);
  });

  test('is a series statement for a whole book', () => {
    const metadata = { type: 'book', container: { title: 'Tidal studies', volume: 7, issn: '2434-561X' } };
    expect(fieldsOf('490', metadata)).toEqual(['0_ $a Tidal studies $x 2434-561X $v 7']);
    expect(fieldsOf('773', metadata)).toEqual([]);
  });
});

describe('the notes of marc21', () => {
  test.each([
    [{ thesis: { degree: 'PhD', university: 'Shore', dateAccepted: '2019-03' } }, '__ $b PhD $c Shore $d 2019'],
    [{ thesis: { level: 'Doctoral' }, date: '2020' }, '__ $b Doctoral $d 2020'],
    [{ type: 'thesis' }, '__ $a Thesis'],
  ])('take a thesis apart: %j → %s', (metadata, note) => {
    expect(fieldsOf('502', metadata)).toEqual([note]);
  });

  test('say since when an embargo is over only by a whole day', () => {
    expect(fieldsOf('506', { access: 'embargoed', embargo: '2031' })).toEqual(['1_ $a Embargoed access until 2031']);
    expect(fieldsOf('506', { access: 'embargoed', embargo: '2031-02-03' })[0]).toMatch(/ \$g 20310203$/);
  });

  test('lead to a file only where everybody may read it', () => {
    const files = ['https://a.org/1.pdf'];
    expect(fieldsOf('856', { files, access: 'open' })).toEqual(['40 $u https://a.org/1.pdf $7 0']);
    expect(fieldsOf('856', { files })).toEqual(['40 $u https://a.org/1.pdf']);
    expect(fieldsOf('856', { files, access: 'restricted' })).toEqual([]);
  });
});

test('subjects of a thesaurus that libraries know are headings, all others free terms', () => {
  const subjects = (subjectScheme: string) => [{ subject: 'Tides', subjectScheme }];
  expect(fieldsOf('650', { subjects: subjects('LCSH') })).toEqual(['_0 $a Tides']);
  expect(fieldsOf('650', { subjects: subjects('gnd') })).toEqual(['_7 $a Tides $2 gnd']);
  expect(fieldsOf('653', { subjects: subjects('House list') })).toEqual(['__ $a Tides']);
});
