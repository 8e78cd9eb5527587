import { SaxesParser, type SaxesTagNS } from 'saxes';

/** An element of a parsed document. */
export interface XmlElement {
  /** The name as written, prefix included. */
  readonly name: string;
  readonly local: string;
  readonly prefix: string;
  /** The namespace it is in; '' for none. */
  readonly uri: string;
  /** Attributes by their written name, namespace declarations included, in document order. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Its own character data and CDATA, without that of its children. */
  readonly text: string;
  /** What stands between its tags, as written. */
  readonly inner: string;
}

interface OpenElement extends XmlElement {
  readonly children: OpenElement[];
  text: string;
  inner: string;
  readonly innerStart: number;
}

/** A document's root element, and whether it has a document type declaration. */
export interface XmlDocument {
  readonly root: XmlElement;
  readonly hasDoctype: boolean;
}

/** Parses XML 1.0 with namespaces. @throws Error on anything that is not well-formed, an unbound prefix included */
export function parseXml(xml: string): XmlDocument {
  const parser = new SaxesParser({ xmlns: true });
  const open: OpenElement[] = [];
  let root: OpenElement | undefined;
  let hasDoctype = false;
  const addText = (text: string) => {
    const parent = open.at(-1);
    if (parent !== undefined) parent.text += text;
  };
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', () => {
    hasDoctype = true;
  });
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('opentag', (tag) => {
    const element = toElement(tag, parser.position);
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', (tag) => {
    const element = open.pop();
    if (element !== undefined && !tag.isSelfClosing) element.inner = readInner(xml, element.innerStart, parser.position);
  });
  parser.write(xml).close();
  if (root === undefined) throw new Error('The document has no element.');
  return { root, hasDoctype };
}

function toElement(tag: SaxesTagNS, innerStart: number): OpenElement {
  return {
    name: tag.name,
    local: tag.local,
    prefix: tag.prefix,
    uri: tag.uri,
    attributes: new Map(Object.values(tag.attributes).map(({ name, value }) => [name, value])),
    children: [],
    text: '',
    inner: '',
    innerStart,
  };
}

/** The end tag holds no `<` but its own, so the last one before its end is where it starts. */
function readInner(xml: string, start: number, end: number): string {
  return xml.slice(start, xml.lastIndexOf('</', end - 1));
}

/** The child elements of that local name, in the namespace of their parent. */
export function childrenOf(parent: XmlElement, local: string): XmlElement[] {
  return parent.children.filter((child) => child.local === local && child.uri === parent.uri);
}

/** The first such child; null when there is none. */
export function findChild(parent: XmlElement, local: string): XmlElement | null {
  return childrenOf(parent, local)[0] ?? null;
}

/** The text of the first such child, as written; null when there is none. */
export function findChildText(parent: XmlElement, local: string): string | null {
  return findChild(parent, local)?.text ?? null;
}

/** The element and everything below it, in document order. */
export function descendantsOf(element: XmlElement): XmlElement[] {
  return [element, ...element.children.flatMap(descendantsOf)];
}
