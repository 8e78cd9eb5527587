import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderFormat } from '../../src/formats/format.ts';
import { makeReadyXmlFormat, parseReadyXml } from '../../src/formats/ready-xml.ts';
import { renderElement } from '../../src/xml/element.ts';
import { parseXml } from '../support/xml-tree.ts';
import { anyDocument } from '../xml/any-document.ts';
import { listXmlEvents } from '../xml/xml-events.ts';
import { parseSample } from './render-sample.ts';

const names = { prefix: 'ddi', namespace: 'ddi:codebook:2_5', schema: 'https://example.org/codebook.xsd' };
const xsi = 'http://www.w3.org/2001/XMLSchema-instance';
const pair = `${names.namespace} ${names.schema}`;

function render(xml: string): string {
  const parsed = parseReadyXml(xml, names);
  if (!parsed.ok) throw new Error(parsed.problem);
  return renderElement(parsed.element);
}

function problemOf(xml: unknown): string {
  const parsed = parseReadyXml(xml as string, names);
  if (parsed.ok) throw new Error('it was accepted');
  return parsed.problem;
}

/** The whole `xsi:schemaLocation` of a codebook whose start tag has these attributes. */
function schemaLocationOf(attributes: string): string | undefined {
  return parseXml(render(`<codeBook xmlns="${names.namespace}" ${attributes}/>`)).root.attributes.get('xsi:schemaLocation');
}

describe('XML given with a record', () => {
  test('is published as it is, with the schema of the format', () => {
    expect(
      render(
        `<?xml version="1.0"?>\n<!DOCTYPE codeBook>\n<codeBook xmlns="ddi:codebook:2_5">\n <var>a <b>c</b> d</var>\n</codeBook>`,
      ),
    ).toBe(
      `<codeBook xmlns="ddi:codebook:2_5" xmlns:xsi="${xsi}" xsi:schemaLocation="${pair}">\n <var>a <b>c</b> d</var>\n</codeBook>`,
    );
  });

  test('says the same as before but for the schema, whatever it is [X-24]', () => {
    const root = (xml: string) => xml.replaceAll('urn:p"', `${names.namespace}"`);
    fc.assert(
      fc.property(anyDocument.map(root), (xml) => {
        const [start, ...rest] = listXmlEvents(render(xml));
        const [expectedStart, ...expected] = listXmlEvents(xml.replace(/^\uFEFF/, ''));
        expect(start).toBe(`${expectedStart}{${xsi}}schemaLocation="${pair}"`);
        expect(rest).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    ['', pair],
    [`xmlns:xsi="${xsi}"`, pair],
    [`xmlns:xsi="${xsi}" xsi:schemaLocation=""`, pair],
    [`xmlns:xsi="${xsi}" xsi:schemaLocation="${pair}"`, pair],
    [`xmlns:xsi="${xsi}" xsi:schemaLocation="ddi:codebook:2_5 codebook.xsd"`, pair],
    [
      `xmlns:xsi="${xsi}" xsi:schemaLocation="urn:b b.xsd\n ddi:codebook:2_5 c.xsd urn:d d.xsd"`,
      `${pair} urn:b b.xsd urn:d d.xsd`,
    ],
    [`xmlns:xsi="${xsi}" xsi:schemaLocation="urn:b b.xsd urn:odd"`, `${pair} urn:b b.xsd`],
    [`xmlns:s="${xsi}" s:schemaLocation="urn:b b.xsd"`, `${pair} urn:b b.xsd`],
    ['xmlns:o="urn:o" o:schemaLocation="urn:b b.xsd"', pair],
  ])('with %j on its root has the format’s schema first, and keeps others [X-20]', (attributes, schemaLocation) => {
    expect(schemaLocationOf(attributes)).toBe(schemaLocation);
  });

  test('keeps an attribute that only looks like the place of a schema', () => {
    expect(render('<a xmlns="ddi:codebook:2_5" xmlns:o="urn:o" o:schemaLocation="x" schemaLocation="y"/>')).toContain(
      ' o:schemaLocation="x" schemaLocation="y" ',
    );
  });

  test.each([
    ['<codeBook>', 'The XML given for ddi cannot be published: line 1, column 10: unclosed tag: codeBook.'],
    [
      '\n <codeBook/>',
      'The XML given for ddi cannot be published: line 2, column 2: the root element codeBook is in no namespace; it has to be in "ddi:codebook:2_5".',
    ],
    [
      '<a:codeBook\n xmlns:a="ddi:codebook:2_6">\n</a:codeBook>',
      'The XML given for ddi cannot be published: line 1, column 1: the root element a:codeBook is in the namespace "ddi:codebook:2_6"; it has to be in "ddi:codebook:2_5".',
    ],
    [
      '<codeBook xmlns="ddi:codebook:2_5" xmlns:xsi="urn:x"/>',
      'The XML given for ddi cannot be published: line 1, column 1: the prefix xsi stands for "urn:x"; it has to stand for http://www.w3.org/2001/XMLSchema-instance.',
    ],
    [7, 'The XML given for ddi cannot be published: it is not text but a value of type number.'],
    [['<a/>'], 'The XML given for ddi cannot be published: it is not text but a list.'],
  ])('that is wrong (%j) is told in a sentence with its place', (xml, problem) => {
    expect(problemOf(xml)).toBe(problem);
  });

  test('has problems that stay short', () => {
    expect(problemOf(`<${'a'.repeat(5000)} xmlns="${'b'.repeat(5000)}"/>`).length).toBeLessThan(500);
    expect(problemOf(`<a><${'b'.repeat(5000)}></a>`).length).toBeLessThan(500);
  });
});

describe('a format of ready XML', () => {
  const format = makeReadyXmlFormat(names);
  const record = parseSample({ title: 'Tides' });
  const context = (readyXml?: unknown) => ({
    identifier: 'oai:an.example.org:1',
    ...(readyXml === undefined ? {} : { readyXml: readyXml as Record<string, string> }),
  });

  test('carries the records that have XML for it, and no other', () => {
    const carries = (readyXml?: unknown) => format.carries?.(record, context(readyXml));
    expect(carries({ ddi: '<a/>' })).toBe(true);
    expect(carries({ ddi: 7 })).toBe(true);
    for (const none of [undefined, {}, { other: '<a/>' }, { ddi: ' \n' }, { ddi: null }]) expect(carries(none)).toBe(false);
    expect(makeReadyXmlFormat({ ...names, prefix: 'constructor' }).carries?.(record, context({}))).toBe(false);
  });

  test('renders that XML, or throws its problem', () => {
    const xml = '<codeBook xmlns="ddi:codebook:2_5">x</codeBook>';
    expect(renderFormat(format, record, context({ ddi: xml }))).toBe(render(xml));
    expect(() => renderFormat(format, record, context({ ddi: '<a>' }))).toThrow(problemOf('<a>'));
    expect(() => renderFormat(format, record, context())).toThrow('The XML given for ddi cannot be published: there is none.');
  });
});
