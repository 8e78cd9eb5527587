import fc from 'fast-check';
import { cleanText, escapeAttribute, escapeText } from '../../src/xml/text.ts';
import { anyText } from './any-text.ts';

const namespaces = ['http://example.org/a', 'http://example.org/b', 'urn:c'];
const anyLocal = fc.constantFrom('a', 'b', 'Größe', '題名', 'x-1.y', '__proto__', 'constructor', 'toString', 'xmlbuilder');

// What everybody can write down: a carriage return would have to be a reference, which is a newline when it is published.
const anyCleanText = anyText.map(cleanText);

/** What may stand between two texts without being one. */
const anyBetween = fc.oneof(
  { weight: 5, arbitrary: fc.constant('') },
  fc.constantFrom('<!-- a & b < c -->', '<?target data?>', '<?x?>', '<!---->'),
);

const anyTextXml = fc
  .tuple(anyCleanText, fc.boolean())
  .map(([text, asCdata]) => (asCdata && !text.includes(']]>') ? `<![CDATA[${text}]]>` : escapeText(text)));

const anyAttributes = fc
  .array(fc.tuple(fc.constantFrom('', 'p:', 'q:', 'xml:'), anyLocal, anyCleanText), { maxLength: 4 })
  .map((attributes) => new Map(attributes.map(([prefix, local, value]) => [prefix + local, value])))
  .map((attributes) => [...attributes].map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`).join(''));

/** Declarations of some prefixes, anew. `p` and `q` never have the same namespace, so that no attribute is there twice. */
const anyDeclarations = fc
  .tuple(fc.constantFrom('', ...namespaces, null), fc.boolean(), fc.boolean())
  .map(([own, swap, declares]) => {
    const [p, q] = swap ? [namespaces[1], namespaces[2]] : [namespaces[2], namespaces[0]];
    const prefixed = declares ? ` xmlns:p="${p}" xmlns:q="${q}"` : '';
    return (own === null ? '' : ` xmlns="${own}"`) + prefixed;
  });

const { anyElement } = fc.letrec<{ anyElement: string }>((tie) => ({
  anyElement: fc
    .tuple(
      fc.constantFrom('', '', 'p:', 'q:'),
      anyLocal,
      anyDeclarations,
      anyAttributes,
      fc.array(fc.oneof({ depthSize: 'small', withCrossShrink: true }, anyTextXml, anyBetween, tie('anyElement')), {
        maxLength: 5,
      }),
    )
    .map(([prefix, local, declarations, attributes, content]) => {
      const name = prefix + local;
      return `<${name}${declarations}${attributes}>${content.join('')}</${name}>`;
    }),
}));

/** Any document that is well-formed, in which `p` and `q` are declared, with or without a prolog. */
export const anyDocument: fc.Arbitrary<string> = fc
  .tuple(
    fc.constantFrom('', '\uFEFF', '<?xml version="1.0" encoding="UTF-8"?>', '<?xml version="1.0" standalone="no"?>\r\n'),
    fc.constantFrom('', '<!DOCTYPE a SYSTEM "http://example.org/a.dtd" [<!ENTITY b "c"> <!-- ]> -->]>'),
    fc.constantFrom('', 'http://example.org/a'),
    fc.array(anyElement, { maxLength: 3 }),
    anyBetween,
  )
  .map(([start, doctype, own, content, end]) => {
    const root = `<p:root xmlns:p="urn:p" xmlns:q="urn:q"${own === '' ? '' : ` xmlns="${own}"`}>`;
    return `${start}${doctype}\n${root}${content.join('\n ')}</p:root>\n${end}`;
  });
