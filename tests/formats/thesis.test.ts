import { describe, expect, test } from 'vitest';
import { findDegreeLevel, findThesisDate, isThesis, saysThesis } from '../../src/formats/thesis.ts';
import { parseSample } from './render-sample.ts';

/** The record that metadata with a title gives. */
function read(metadata: Readonly<Record<string, unknown>>) {
  return parseSample({ title: 'Dunes', ...metadata });
}

describe('a record is a thesis', () => {
  test.each([
    [{ type: 'thesis' }],
    [{ type: 'phdthesis' }],
    [{ type: 'info:eu-repo/semantics/masterThesis' }],
    [{ types: { resourceTypeGeneral: 'Dissertation', resourceType: 'Monograph' } }],
    [{ thesis: { degree: 'PhD' } }],
    [{ type: 'Film', thesis: { degree: 'PhD' } }],
    [{ types: { resourceTypeGeneral: 'Text', resourceType: 'Tesis doctoral' } }],
    [{ type: 'http://purl.org/coar/resource_type/c_db06' }],
    [{ dc: { title: 'Dunes', type: ['Text', 'info:eu-repo/semantics/doctoralThesis'] } }],
    [{ dc: { title: 'Dunes', type: ['Thesis', 'NonPeerReviewed'] } }],
  ])('when it is %j', (metadata) => {
    expect(isThesis(read(metadata))).toBe(true);
  });

  test.each([
    [{}],
    [{ type: 'article' }],
    [{ type: 'Text' }],
    [{ title: 'A thesis on dunes', abstract: 'This thesis …' }],
    [{ type: 'Thesis proposal' }],
    [{ types: { resourceTypeGeneral: 'Dataset', resourceType: 'Thesis' } }],
    [{ types: { resourceTypeGeneral: 'JournalArticle', resourceType: 'Dissertation' } }],
    [{ type: 'http://purl.org/coar/resource_type/c_6501' }],
    [{ dc: { title: 'Dunes', type: ['Dataset', 'Thesis data'] } }],
  ])('but not when it is %j', (metadata) => {
    expect(isThesis(read(metadata))).toBe(false);
  });
});

describe('a word for a type', () => {
  test.each([
    'PhD Thesis',
    'Doctoral thesis (PhD)',
    'Electronic Thesis or Dissertation',
    'Thesis/Dissertation',
    'Master’s thesis',
    'doctoralThesis',
    'Thesis (Ph.D.)',
    'Thesis: Masters',
    'Thesis - PhD',
    'Thèse de doctorat',
    'Tesi di laurea',
    'Doktorarbeit',
    'Dissertation, Universität',
  ])('means a thesis: %s', (word) => {
    expect(saysThesis(word)).toBe(true);
  });

  test.each([
    'Hypothesis',
    'Synthesis report',
    'Thesis-based article',
    'Thesis abstract',
    'Thesis defence',
    'Data for a thesis',
    'Article from dissertation',
    'Review of dissertations',
    'non-thesis',
    '',
    `Thesis (${'a'.repeat(200)})`,
  ])('does not: %s', (word) => {
    expect(saysThesis(word)).toBe(false);
  });
});

test.each([
  [{ thesis: { level: 'Doctoral' } }, 'doctoral'],
  [{ thesis: { level: 'PhD' } }, 'doctoral'],
  [{ thesis: { level: 'Master’s' } }, 'masters'],
  [{ thesis: { level: 'bachelor' } }, 'bachelors'],
  [{ thesis: { level: 'Masters by research' } }, 'Masters by research'],
  [{ type: 'doctoral thesis' }, 'doctoral'],
  [{ type: 'mastersthesis' }, 'masters'],
  [{ dc: { title: 'Dunes', type: ['Thesis', 'info:eu-repo/semantics/bachelorThesis'] } }, 'bachelors'],
  [{ type: 'thesis' }, null],
])('the level of the degree of %j is %s', (metadata, level) => {
  expect(findDegreeLevel(read(metadata))).toBe(level);
});

test.each([
  [{ date: '2019-05-04', thesis: { dateAccepted: '2018' } }, '2019-05-04'],
  [{ date: '2019-05-04T10:00:00Z' }, '2019-05-04'],
  [{ date: '2019/2020' }, '2019'],
  [{ date: '-0044', thesis: { dateAccepted: '2018-01' } }, '2018-01'],
  [{ year: 987 }, '0987'],
  [{ year: -44 }, null],
  [{ dateAccepted: '2018' }, '2018'],
  [{ dates: [{ date: '2018', dateType: 'Updated' }] }, null],
])('the date of a thesis of %j is %s', (metadata, date) => {
  expect(findThesisDate(read(metadata))).toBe(date);
});
