import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderElement } from '../../src/xml/element.ts';
import { elementLimits } from '../../src/xml/element-limits.ts';
import { parseElement } from '../../src/xml/parse-element.ts';
import { anyDocument } from './any-document.ts';
import { anyText } from './any-text.ts';
import { listXmlEvents } from './xml-events.ts';

function render(xml: string): string {
  const parsed = parseElement(xml);
  if (!parsed.ok) throw new Error(`${parsed.place}: ${parsed.reason}`);
  return renderElement(parsed.element);
}

/** What is wrong with a document, and where. */
function faultOf(xml: string): string {
  const parsed = parseElement(xml);
  if (parsed.ok) throw new Error('it was parsed');
  return `${parsed.place}: ${parsed.reason}`;
}

const nest = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth);

describe('a document that is parsed and rendered', () => {
  test('says the same as before, also when it is put into another one [X-21, X-23, X-24]', () => {
    fc.assert(
      fc.property(anyDocument, (xml) => {
        const rendered = render(xml);
        const expected = listXmlEvents(xml.replace(/^\uFEFF/, ''));
        expect(listXmlEvents(rendered)).toEqual(expected);
        expect(listXmlEvents(`<answer xmlns="urn:answer" xmlns:p="urn:other">${rendered}</answer>`).slice(1, -1)).toEqual(
          expected,
        );
      }),
      { numRuns: 2000 },
    );
  });

  test('has lost its prolog, its comments and its processing instructions, and nothing else [X-23]', () => {
    expect(
      render(`<?xml version="1.0" encoding="ISO-8859-1"?>
<!-- before --><?style sheet?>
<!DOCTYPE a [<!ELEMENT a ANY>]>
<a xmlns="urn:a"> one<!-- in -->two <?now?><b xml:lang="en" c = '"'>\t</b>
 <![CDATA[<&>]]]]>three &lt;&#x41;&amp;&apos; </a><!-- after -->
`),
    ).toBe('<a xmlns="urn:a"> onetwo <b xml:lang="en" c="&quot;">\t</b>\n &lt;&amp;&gt;]]three &lt;A&amp;\' </a>');
  });

  test('says of what is in no namespace that it is, where the root has no default namespace', () => {
    expect(render('<a:b xmlns:a="urn:a"><c/></a:b>')).toBe('<a:b xmlns:a="urn:a" xmlns=""><c/></a:b>');
    expect(render('<a:b xmlns:a="urn:a"><a:c/></a:b>')).toBe('<a:b xmlns:a="urn:a"><a:c/></a:b>');
    expect(render('<a xmlns="urn:a"><c xmlns=""/></a>')).toBe('<a xmlns="urn:a"><c xmlns=""/></a>');
  });

  test('tells the namespace of its root and where it starts', () => {
    expect(parseElement('\uFEFF<?xml version="1.0"?>\r\n\r\n <x:a\n xmlns:x=" urn:a "/>')).toMatchObject({
      ok: true,
      namespace: 'urn:a',
      place: 'line 3, column 2',
      element: { name: 'x:a', attributes: { 'xmlns:x': 'urn:a' } },
    });
  });
});

describe('a document that is not to be had', () => {
  test.each([
    ['', 'line 1, column 1: there is no element'],
    ['Tides', 'line 1, column 5: text data outside of root node'],
    ['<a>\n  <b>x</c>\n</a>', 'line 2, column 10: unexpected close tag'],
    ['<a>\n<b>', 'line 2, column 3: unclosed tag: b'],
    ['<a/><b/>', 'line 1, column 7: there is a second root element'],
    ['<a b="1" b="2"/>', 'line 1, column 16: duplicate attribute: b'],
    ['<a xmlns:p="urn:p" xmlns:q="urn:p" p:b="1" q:b="2"/>', 'line 1, column 52: duplicate attribute: {urn:p}b'],
    ['<a b=1/>', 'line 1, column 6: unquoted attribute value'],
    ['<a b="<"/>', 'line 1, column 7: disallowed character'],
    ['<p:a/>', 'line 1, column 6: unbound namespace prefix: "p"'],
    ['<__proto__:a/>', 'line 1, column 14: unbound namespace prefix: "__proto__"'],
    ['<a constructor:b=""/>', 'line 1, column 21: unbound namespace prefix: "constructor"'],
    ['<p:1 xmlns:p="urn:p"/>', 'line 1, column 22: malformed name: p:1'],
    ['<a p:1="" xmlns:p="urn:p"/>', 'line 1, column 27: malformed name: p:1'],
    ['<a xmlns:1="urn:p"/>', 'line 1, column 20: malformed name: xmlns:1'],
    ['<a xmlns:p=""/>', 'line 1, column 13: invalid attempt to undefine prefix in XML 1.0'],
    ['<a>&#1;</a>', 'line 1, column 7: malformed character entity'],
    ['<a>\u0001</a>', 'line 1, column 4: disallowed character'],
    ['<a>\uFFFE</a>', 'line 1, column 4: disallowed character'],
    ['<?xml version="1.1"?><a>&#1;</a>', 'line 1, column 28: malformed character entity'],
    ['<a>\n 😀\uD83D</a>', 'line 2, column 3: half a surrogate pair'],
    [' <?xml version="1.0"?><a/>', 'line 1, column 7: an XML declaration must be at the start of the document'],
    ['<a>]]></a>', 'line 1, column 6: the string "]]>" is disallowed in char data'],
  ])('%j is refused with its place', (xml, fault) => {
    expect(faultOf(xml)).toBe(fault);
  });

  test.each([
    '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>',
    '<!DOCTYPE a [<!ENTITY b "c">]><a d="&b;"/>',
    '<!DOCTYPE a [<!ENTITY amp "c">]><a>&eacute;</a>',
    '<a>&constructor;</a>',
    '<a>&__proto__;</a>',
  ])('with an entity that XML does not have by itself is refused, whatever a DOCTYPE says: %s', (xml) => {
    expect(faultOf(xml)).toMatch(/^line 1, column \d+: an entity that is not one of XML’s own five /);
  });

  test('in which a DOCTYPE makes one of the five mean something else has the five', () => {
    expect(render('<!DOCTYPE a [<!ENTITY amp "c"><!ATTLIST a b CDATA "d">]><a>&amp;</a>')).toBe('<a xmlns="">&amp;</a>');
  });

  test('is nested deeper than the renderer could bear, or longer than a page could', () => {
    expect(render(nest(elementLimits.depth))).toHaveLength(elementLimits.depth * 7 - 3 + ' xmlns=""'.length);
    expect(faultOf(nest(elementLimits.depth + 1))).toMatch(/^line 1, column 1503: elements nested deeper than 500 levels$/);
    expect(faultOf(nest(1_000_000))).toMatch(/nested deeper/);
    expect(faultOf(`<a>${'é'.repeat(elementLimits.bytes / 2)}</a>`)).toBe('line 1, column 1: more than 20000000 bytes');
    expect(faultOf(`<a>${'<b/>'.repeat(elementLimits.parts)}</a>`)).toMatch(/: more than 500000 elements, attributes and texts$/);
  });

  test('never throws', () => {
    fc.assert(
      fc.property(anyText, anyDocument, fc.nat(), (text, xml, seed) => {
        const at = seed % xml.length;
        for (const broken of [text, `<a>${text}</a>`, xml.slice(0, at) + text + xml.slice(at), xml.slice(0, at)]) {
          const parsed = parseElement(broken);
          if (parsed.ok) listXmlEvents(renderElement(parsed.element));
          else expect(parsed.place).toMatch(/^line [1-9]\d*, column [1-9]\d*$/);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
