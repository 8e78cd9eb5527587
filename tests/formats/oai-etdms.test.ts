import { describe, expect, test } from 'vitest';
import { oaiEtdms } from '../../src/formats/oai-etdms.ts';
import { parseXml } from '../support/xml-tree.ts';
import { oaiEtdmsCheck } from './checks/oai-etdms.ts';
import { isCarried, parseSample, renderSample } from './render-sample.ts';

const thesis = { title: 'Dunes', author: 'Água, Inês', year: 2019, type: 'thesis' };

function rootOf(metadata: Readonly<Record<string, unknown>>) {
  return parseXml(renderSample(oaiEtdms, { ...thesis, ...metadata })).root;
}

/** The values of one element of the rendering, in order, each with its attributes in front. */
function valuesOf(name: string, metadata: Readonly<Record<string, unknown>>): string[] {
  const found = rootOf(metadata).children.filter((child) => child.name === name);
  return found.map(({ text, attributes }) => [...[...attributes].map((pair) => pair.join('=')), text].join(' '));
}

test('is version 1.0 of the format, by its exact names', () => {
  expect(oaiEtdms).toMatchObject({
    prefix: 'oai_etdms',
    schema: 'http://www.ndltd.org/standards/metadata/etdms/1.0/etdms.xsd',
    namespace: 'http://www.ndltd.org/standards/metadata/etdms/1.0/',
  });
});

describe('oai_etdms carries', () => {
  const carries = (metadata: unknown) => isCarried(oaiEtdms, parseSample(metadata));

  test('a thesis with an author and any date', () => {
    expect(carries(thesis)).toBe(true);
    expect(carries({ ...thesis, year: undefined, thesis: { dateAccepted: '2018-03-02' } })).toBe(true);
    expect(carries({ ...thesis, year: undefined, submitted: '2018' })).toBe(true);
  });

  test('nothing that the schema would refuse, and nothing but theses', () => {
    expect(carries({ ...thesis, author: undefined })).toBe(false);
    expect(carries({ ...thesis, year: undefined })).toBe(false);
    expect(carries({ ...thesis, year: -44 })).toBe(false);
    expect(carries({ ...thesis, year: undefined, dates: [{ date: '1850', dateType: 'Coverage' }] })).toBe(false);
    expect(carries({ ...thesis, type: 'article' })).toBe(false);
  });
});

describe('a thesis in oai_etdms', () => {
  test('has its discipline for a subject where it has none, or else the heading that every thesis has', () => {
    expect(valuesOf('subject', { keywords: 'sand', thesis: { discipline: 'Geography' } })).toEqual(['sand']);
    expect(valuesOf('subject', { thesis: { discipline: 'Geography' } })).toEqual(['Geography']);
    expect(valuesOf('subject', {})).toEqual(['scheme=LCSH Dissertations, Academic']);
  });

  test('has subjects with scheme, address and language, and the code beside the word', () => {
    const subject = {
      subject: 'Coasts',
      subjectScheme: 'DDC',
      classificationCode: '551.45',
      valueUri: 'http://dewey.info/551.45/',
      lang: 'en',
    };
    expect(valuesOf('subject', { subject })).toEqual([
      'scheme=DDC resource=http://dewey.info/551.45/ xml:lang=en Coasts',
      'scheme=DDC 551.45',
    ]);
    expect(valuesOf('subject', { subject: { ...subject, classificationCode: null, valueUri: 'http://a.org/ b' } })).toEqual([
      'scheme=DDC xml:lang=en Coasts',
    ]);
  });

  test('has the landing page first, no file that nobody may read, and the OAI identifier where it has no other', () => {
    const metadata = { doi: '10.5555/3', url: 'https://an.example.org/3', files: 'https://an.example.org/3.pdf' };
    expect(valuesOf('identifier', metadata)).toEqual([metadata.url, 'https://doi.org/10.5555/3', metadata.files]);
    expect(valuesOf('identifier', { ...metadata, access: 'embargoed' })).toEqual([metadata.url, 'https://doi.org/10.5555/3']);
    expect(valuesOf('identifier', {})).toEqual(['oai:an.example.org:1']);
  });

  test('has people with their role and the address of their identity', () => {
    const supervisor = { name: 'Stone, D.', orcid: '0000-0002-1825-0097' };
    const contributors = [{ name: 'Reed, C.', contributorType: 'ProjectLeader' }, { name: 'Shore, E.' }];
    expect(valuesOf('contributor', { supervisor, contributors })).toEqual([
      'role=project leader Reed, C.',
      'Shore, E.',
      'role=advisor resource=https://orcid.org/0000-0002-1825-0097 Stone, D.',
    ]);
  });

  test('has the abstracts first, and everything else that is said of it as notes', () => {
    const descriptions = [{ description: 'With a stick.', descriptionType: 'Methods' }, 'Why dunes wander.'];
    expect(valuesOf('description', { descriptions, funding: { funder: 'Coast Council', award: 'CC/42' } })).toEqual([
      'Why dunes wander.',
      'role=note With a stick.',
      'role=note Funded by Coast Council, grant CC/42',
    ]);
  });

  test('has a degree only where something is known of it', () => {
    expect(valuesOf('degree', {})).toEqual([]);
    const [degree] = rootOf({
      thesis: {
        degree: 'PhD',
        level: 'PhD',
        discipline: 'Geography',
        department: 'Geography',
        university: 'University of the Shore',
      },
    }).children.filter(({ name }) => name === 'degree');
    expect(degree?.children.map(({ name, text }) => `${name} ${text}`)).toEqual([
      'name PhD',
      'level doctoral',
      'discipline Geography',
      'grantor University of the Shore',
    ]);
  });
});

test.each([
  ['<title>Dunes</title>', '<title>Dunes</title><title>Dunes</title>', 'not one title'],
  ['Electronic Thesis or Dissertation', 'Thesis', 'no recommended type'],
  ['<creator', '<creator resource="urn:x"', 'creator points to "urn:x"'],
])('the check of this format finds fault with %s as %s', (right, wrong, fault) => {
  const rendering = renderSample(oaiEtdms, thesis);
  expect(oaiEtdmsCheck.listFaults?.(parseXml(rendering).root)).toEqual([]);
  expect(oaiEtdmsCheck.listFaults?.(parseXml(rendering.replace(right, wrong)).root)).toContain(fault);
});
