import { SaxesParser, type SaxesTagNS } from 'saxes';
import type { XmlElement } from './element.ts';
import { elementLimits } from './element-limits.ts';
import { isQualifiedName } from './qualified-name.ts';

/** What became of a document: its root element, or what is wrong and where. */
export type ParsedElement =
  | {
      readonly ok: true;
      readonly element: XmlElement;
      /** The namespace that the root is in; '' for none. */
      readonly namespace: string;
      /** Where the root starts. */
      readonly place: string;
    }
  | { readonly ok: false; readonly place: string; readonly reason: string };

interface OpenElement extends XmlElement {
  readonly attributes: Record<string, string>;
  readonly children: (XmlElement | string)[];
}

class XmlFault extends Error {}

/** The parser's words where others say better what to do. */
const reasons: Readonly<Record<string, string>> = {
  'undefined entity.':
    'an entity that is not one of XML’s own five (what a DOCTYPE declares is not read); write the character itself, or its number as in &#233;',
  'document must contain a root element.': 'there is no element',
  'documents may contain only one root.': 'there is a second root element',
};

/**
 * Parses an XML 1.0 document strictly, with namespaces, and keeps its root element: prolog, comments and processing instructions are
 * dropped, CDATA becomes text, mixed content and white space stay as they are. Nothing of a DOCTYPE is read, so that no entity
 * expands and nothing is fetched. All prefixes are bound within the element, and one without a default namespace says so
 * if need be, so that it means the same wherever it is put. Never throws; a document beyond `elementLimits` is refused.
 */
export function parseElement(text: string): ParsedElement {
  const surrogate = text.search(/\p{Cs}/u);
  if (surrogate >= 0) return { ok: false, place: toPlace(text, surrogate), reason: 'half a surrogate pair' };
  if (Buffer.byteLength(text) > elementLimits.bytes) {
    return { ok: false, place: 'line 1, column 1', reason: `more than ${elementLimits.bytes} bytes` };
  }
  const document = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const parser = new SaxesParser({ xmlns: true, forceXMLVersion: true, defaultXMLVersion: '1.0' });
  parser.on('error', (error) => {
    throw new XmlFault(error.message.replace(/^\d+:\d+: /, ''));
  });
  const result = buildElement(parser);
  try {
    parser.write(document).close();
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error;
    // The parser counts what it has read, which is nothing yet when it has just read the end of a line.
    return { ok: false, place: `line ${parser.line}, column ${Math.max(1, parser.column)}`, reason: toReason(error.message) };
  }
  const { root, tagEnd, namespace } = result();
  return { ok: true, element: root, namespace, place: toPlace(document, document.lastIndexOf('<', tagEnd - 1)) };
}

function buildElement(parser: SaxesParser<{ xmlns: true }>) {
  const open: OpenElement[] = [];
  let root: { readonly root: OpenElement; readonly tagEnd: number; readonly namespace: string } | null = null;
  let text = '';
  let parts = 0;
  const flush = () => {
    if (text !== '') open.at(-1)?.children.push(text);
    text = '';
  };
  const addText = (more: string) => {
    if (open.length > 0) text += more;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('opentag', (tag) => {
    flush();
    const element = toOpenElement(tag, parser);
    parts += 2 + Object.keys(tag.attributes).length;
    if (parts > elementLimits.parts) parser.fail(`more than ${elementLimits.parts} elements, attributes and texts`);
    if (open.length >= elementLimits.depth) parser.fail(`elements nested deeper than ${elementLimits.depth} levels`);
    open.at(-1)?.children.push(element);
    open.push(element);
    root ??= { root: element, tagEnd: parser.position, namespace: tag.uri };
    // What is in no namespace must not fall into that of the answer around it.
    if (tag.uri === '' && root.root.attributes.xmlns === undefined) root.root.attributes.xmlns = '';
  });
  parser.on('closetag', () => {
    flush();
    open.pop();
  });
  return () => root!;
}

function toOpenElement({ name, attributes }: SaxesTagNS, parser: SaxesParser<{ xmlns: true }>): OpenElement {
  checkName(name, parser);
  // Without a prototype, since `__proto__` is a name that XML allows.
  const own: Record<string, string> = Object.create(null);
  for (const key in attributes) {
    checkName(key, parser);
    const { value } = attributes[key]!;
    // The parser takes a namespace without blanks around it.
    own[key] = key === 'xmlns' || key.startsWith('xmlns:') ? value.trim() : value;
  }
  return { name, attributes: own, children: [] };
}

/** The parser lets a name go on after its colon with what no name starts with, such as a digit. */
function checkName(name: string, parser: SaxesParser<{ xmlns: true }>): void {
  if (!isQualifiedName(name)) parser.fail(`malformed name: ${name}.`);
}

function toReason(message: string): string {
  const reason = reasons[message] ?? message.replace(/\.$/, '');
  return reason.length <= 300 ? reason : `${reason.slice(0, 299)}…`;
}

/** A position as people count. */
function toPlace(text: string, index: number): string {
  const before = text.slice(0, index);
  const lineStart = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
  return `line ${before.split(/\r\n?|\n/).length}, column ${[...before.slice(lineStart)].length + 1}`;
}
