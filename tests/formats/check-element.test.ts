import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkElement } from '../../src/formats/check-element.ts';
import { renderElement } from '../../src/xml/element.ts';
import { elementLimits } from '../../src/xml/element-limits.ts';
import { parseElement } from '../../src/xml/parse-element.ts';
import { anyDocument } from '../xml/any-document.ts';
import { anyText } from '../xml/any-text.ts';
import { listXmlEvents } from '../xml/xml-events.ts';

const names = { namespace: 'urn:p', schema: 'https://example.org/p.xsd' };
const xsi = 'http://www.w3.org/2001/XMLSchema-instance';
const schemaAttributes = { 'xmlns:xsi': xsi, 'xsi:schemaLocation': 'urn:p https://example.org/p.xsd' };

/** An element as a format gives it, with these children and further attributes. */
function root(children: unknown, attributes: object = {}): unknown {
  return { name: 'p:root', attributes: { 'xmlns:p': 'urn:p', ...schemaAttributes, ...attributes }, children };
}

function faultOf(value: unknown): string {
  try {
    checkElement(value, names);
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    return (error as Error).message;
  }
  throw new Error('it was accepted');
}

const childFault = (child: unknown) => faultOf(root(['text', child]));

/** Anything that a program may give by mistake, names of elements and attributes among it. */
const anyValue = fc.oneof(
  fc.anything({ withBigInt: true, withMap: true, withNullPrototype: true, withSparseArray: true, withTypedArray: true }),
  fc.letrec((tie) => ({
    node: fc.record(
      {
        name: fc.oneof(fc.constantFrom('p:a', 'a', 'q:b', 'xml:c'), anyText),
        attributes: fc.dictionary(fc.oneof(fc.constantFrom('xmlns', 'xmlns:q', 'xml:lang', 'p:x', 'y'), anyText), anyText, {
          maxKeys: 3,
        }),
        children: fc.array(fc.oneof({ depthSize: 'small' }, anyText, tie('node'), fc.anything()), { maxLength: 3 }),
      },
      { requiredKeys: ['name'] },
    ),
  })).node,
);

describe('the check of what a format of one’s own gives', () => {
  test('lets through what says the same when it is rendered, into another document too [X-20, X-21]', () => {
    fc.assert(
      fc.property(anyDocument, (xml) => {
        const parsed = parseElement(xml);
        if (!parsed.ok) throw new Error(parsed.reason);
        const given = { ...parsed.element, attributes: { ...parsed.element.attributes, ...schemaAttributes } };
        const events = listXmlEvents(renderElement(given));
        expect(listXmlEvents(renderElement(checkElement(given, names)))).toEqual(events);
      }),
      { numRuns: 500 },
    );
  });

  test('lets nothing through that makes a page ill-formed, and throws nothing but errors [X-01, X-16, X-21]', () => {
    let accepted = 0;
    fc.assert(
      fc.property(anyValue, (value) => {
        let element: ReturnType<typeof checkElement>;
        try {
          element = checkElement(root([value]), names);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
          return;
        }
        accepted += 1;
        const rendered = renderElement(element);
        const events = listXmlEvents(rendered);
        expect(listXmlEvents(`<answer xmlns="urn:answer" xmlns:q="urn:q">${rendered}</answer>`).slice(1, -1)).toEqual(events);
      }),
      { numRuns: 3000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });

  test('renders what was looked at, whatever the given object says the second time', () => {
    let asked = 0;
    const child = {
      get name() {
        asked += 1;
        return asked === 1 ? 'p:a' : '<a';
      },
      children: [],
    };
    expect(renderElement(checkElement(root([child]), names))).toContain('<p:a/></p:root>');
  });

  test.each([
    [undefined, 'expected an element ({ name, attributes, children }) or text within one, found undefined'],
    [null, 'expected an element ({ name, attributes, children }) or text within one, found null'],
    ['<a/>', 'expected an element ({ name, attributes, children }) or text within one, found "<a/>"'],
    [{ ...(root([]) as object), attributes: undefined }, 'name: "p:root" has a prefix that is not declared'],
    [{ name: 'root', children: [] }, 'name: "root" has no prefix, and xmlns is not declared around it (it may be "")'],
    [root([], { 'xmlns:p': 'urn:q' }), 'name: the root is in the namespace "urn:q"; the format says "urn:p"'],
    [root([], { 'xmlns:xsi': undefined }), 'attributes.xmlns:xsi: expected text, found undefined'],
    [root([], { 'xmlns:xsi': 'urn:xsi' }), `attributes.xmlns:xsi: expected "${xsi}", found "urn:xsi"`],
    [
      root([], { 'xsi:schemaLocation': 'urn:p https://example.org/p.xsd2' }),
      'attributes.xsi:schemaLocation: expected "urn:p https://example.org/p.xsd", found "urn:p https://example.org/p.xsd2"',
    ],
    [
      { name: 'p:root', attributes: { 'xmlns:p': 'urn:p', 'xmlns:xsi': xsi }, children: [] },
      'attributes.xsi:schemaLocation: expected "urn:p https://example.org/p.xsd", found undefined',
    ],
    [root('text'), 'children: expected a list, found "text"'],
  ])('refuses as a whole %j', (value, fault) => {
    expect(faultOf(value)).toBe(fault);
  });

  test('takes further pairs after that of the format', () => {
    const attributes = { 'xsi:schemaLocation': 'urn:p https://example.org/p.xsd urn:q q.xsd' };
    expect(checkElement(root([], attributes), names).attributes).toMatchObject(attributes);
  });

  test.each([
    [7, 'children[1]: expected an element ({ name, attributes, children }) or text within one, found a number (7)'],
    [['a'], 'children[1]: expected an element ({ name, attributes, children }) or text within one, found a list'],
    [new Date(0), 'children[1]: expected an element ({ name, attributes, children }) or text within one, found an object'],
    [() => 'a', 'children[1]: expected an element ({ name, attributes, children }) or text within one, found a function'],
    [{ name: 'p:a' }, 'children[1].children: expected a list, found undefined'],
    [{ name: 7, children: [] }, 'children[1].name: expected a name, found a number (7)'],
    [{ name: 'p:a b', children: [] }, 'children[1].name: "p:a b" is no name that XML allows'],
    [{ name: 'q:a', children: [] }, 'children[1].name: "q:a" has a prefix that is not declared'],
    [{ name: 'xmlns:a', children: [] }, 'children[1].name: "xmlns:a" has a prefix that is not declared'],
    [{ name: 'a', children: [] }, 'children[1].name: "a" has no prefix, and xmlns is not declared around it (it may be "")'],
    [{ name: 'p:a', attrs: {}, children: [] }, 'children[1]: an element has name, attributes and children, and no attrs'],
    [{ name: 'p:a', attributes: ['a'], children: [] }, 'children[1].attributes: expected an object, found a list'],
    [{ name: 'p:a', attributes: { b: 1 }, children: [] }, 'children[1].attributes.b: expected text, found a number (1)'],
    [{ name: 'p:a', attributes: { '1': 'b' }, children: [] }, 'children[1].attributes.1: "1" is no name that XML allows'],
    [{ name: 'p:a', attributes: { 'q:b': '' }, children: [] }, 'children[1].attributes.q:b: its prefix is not declared'],
    [
      { name: 'p:a', attributes: { 'xmlns:q': '' }, children: [] },
      'children[1].attributes.xmlns:q: a prefix cannot stand for no namespace',
    ],
    [
      { name: 'p:a', attributes: { 'xmlns:q': ' \t\u00a0' }, children: [] },
      'children[1].attributes.xmlns:q: a namespace is a URI, and has no white space in it',
    ],
    [
      { name: 'a', attributes: { xmlns: ' ' }, children: [] },
      'children[1].attributes.xmlns: a namespace is a URI, and has no white space in it',
    ],
    [
      { name: 'p:a', attributes: { 'xmlns:q': 'urn:p ', 'q:b': '', 'p:b': '' }, children: [] },
      'children[1].attributes.xmlns:q: a namespace is a URI, and has no white space in it',
    ],
    [
      { name: 'p:a', attributes: { 'xmlns:q': ' http://www.w3.org/XML/1998/namespace' }, children: [] },
      'children[1].attributes.xmlns:q: a namespace is a URI, and has no white space in it',
    ],
    [
      { name: 'p:a', attributes: { 'xmlns:xmlns': 'a' }, children: [] },
      'children[1].attributes.xmlns:xmlns: xmlns cannot be declared',
    ],
    [
      { name: 'p:a', attributes: { 'xmlns:xml': 'urn:a' }, children: [] },
      'children[1].attributes.xmlns:xml: xml stands for http://www.w3.org/XML/1998/namespace, and nothing else does',
    ],
    [
      { name: 'p:a', attributes: { 'xmlns:q': 'urn:p', 'q:b': '', 'p:b': '' }, children: [] },
      'children[1].attributes.p:b: the same attribute is there under another prefix',
    ],
    [
      { name: 'p:a', children: ['x', { name: 'p:b', children: [null] }] },
      'children[1].children[1].children[0]: expected an element',
    ],
  ])('refuses a child and names its place: %j', (child, fault) => {
    expect(childFault(child)).toContain(fault);
  });

  test('tells what looking at it threw', () => {
    const child = {
      get name() {
        throw new TypeError('no title');
      },
      children: [],
    };
    expect(childFault(child)).toBe('children[1]: it threw no title');
  });

  test('lets a prefix be used within the element that declares it, and not beside', () => {
    const declares = { name: 'q:a', attributes: { 'xmlns:q': 'urn:q' }, children: [{ name: 'q:b', children: [] }] };
    expect(renderElement(checkElement(root([declares]), names))).toContain('<q:a xmlns:q="urn:q"><q:b/></q:a>');
    expect(faultOf(root([declares, { name: 'q:c', children: [] }]))).toBe(
      'children[1].name: "q:c" has a prefix that is not declared',
    );
  });

  test('has no end of its patience with what has none', () => {
    const loop: { name: string; children: unknown[] } = { name: 'p:a', children: [] };
    loop.children.push(loop);
    expect(childFault(loop)).toMatch(/^children\[1\]\.children\[0\].*…\..*: elements are nested deeper than 500 levels$/);
    expect(childFault(loop).length).toBeLessThan(300);
    let doubled: unknown = 'x';
    for (let count = 0; count < 60; count++) doubled = { name: 'p:a', children: [doubled, doubled] };
    expect(childFault(doubled)).toMatch(/: more than 2000000 elements, attributes and texts$/);
    const long = 'x'.repeat(1_000_000);
    expect(faultOf(root(Array.from({ length: 30 }, () => long)))).toMatch(/^children\[\d+\]: more than 20000000 characters$/);
  });

  test('lets through what is nested as deeply as may be, and can be rendered', () => {
    let child: unknown = 'x';
    for (let depth = 1; depth < elementLimits.depth; depth++) child = { name: 'p:a', children: [child] };
    expect(renderElement(checkElement(root([child]), names))).toContain('<p:a>x</p:a>');
    expect(faultOf(root([{ name: 'p:a', children: [child] }]))).toContain('deeper');
  });
});
