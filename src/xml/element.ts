import { create } from 'xmlbuilder2';
import { isQualifiedName } from './qualified-name.ts';
import { cleanText, escapeText } from './text.ts';

/** One XML element as plain data: qualified name, attributes with namespace declarations among them, and children in order. */
export interface XmlElement {
  readonly name: string;
  readonly attributes?: XmlAttributes;
  readonly children: readonly (XmlElement | string)[];
}

type XmlAttributes = Readonly<Record<string, string>>;

/** Makes an element; names come from the program, attribute values and text may be any string whatever. */
export function element(name: string, attributes?: XmlAttributes, ...children: readonly (XmlElement | string)[]): XmlElement {
  return attributes === undefined ? { name, children } : { name, attributes, children };
}

/**
 * Renders an element and all below it as one line of XML without declaration. Text and attribute values are cleaned and
 * escaped exactly once; names are written as they stand, so a root has to carry the `xmlns` attributes that its
 * subtree needs. Throws for a name that is not a qualified name: that is a bug of the program, never of a record.
 */
export function renderElement({ name, attributes, children }: XmlElement): string {
  const tag = attributes === undefined ? findTag(name, name) : findTag(toTagKey(name, attributes), name, attributes);
  let inner = '';
  for (const child of children) inner += typeof child === 'string' ? escapeText(child) : renderElement(child);
  return inner === '' ? tag.empty : tag.start + inner + tag.end;
}

/** The markup of elements with one name and the same attributes. */
interface Tag {
  readonly start: string;
  readonly end: string;
  /** Where there is nothing inside. */
  readonly empty: string;
}

/*
 * The library makes each tag once: records are made of the same few dozen again and again, and to make a node of each and write it took four fifths of rendering.
 * Attributes with values of a record's own make tags that never come again; so that those do not gather, it begins anew when there are many.
 */
const tags = new Map<string, Tag>();
const mostTags = 2_000;
const longestKey = 500;

function findTag(key: string, name: string, attributes?: XmlAttributes): Tag {
  const known = tags.get(key);
  if (known !== undefined) return known;
  const tag = makeTag(name, attributes);
  if (tags.size >= mostTags) tags.clear();
  if (key.length <= longestKey) tags.set(key, tag);
  return tag;
}

/** Lengths keep apart what attributes may hold; no name begins with one. */
function toTagKey(name: string, attributes: XmlAttributes): string {
  let key = `${name.length}:${name}`;
  for (const attribute in attributes) {
    const value = attributes[attribute] as string;
    key += `${attribute.length}:${attribute}${value.length}:${value}`;
  }
  return key;
}

// The library's nodes and not its `ele`, which gives some names and texts a meaning.
type XmlDocument = NonNullable<ReturnType<typeof create>['node']['ownerDocument']>;

function makeTag(name: string, attributes: XmlAttributes = {}): Tag {
  const builder = create();
  const document = builder.node as unknown as XmlDocument;
  const node = document.createElement(toQualifiedName(name));
  for (const key in attributes) node.setAttribute(toQualifiedName(key), toAttributeInput(attributes[key] as string));
  document.appendChild(node);
  const empty = builder.toString({ headless: true });
  return { start: `${empty.slice(0, -'/>'.length)}>`, end: `</${name}>`, empty };
}

function toQualifiedName(name: string): string {
  if (!isQualifiedName(name)) throw new TypeError(`"${name}" is not a qualified XML name`);
  return name;
}

/**
 * The writer escapes `<`, `>` and `"` but takes `&word;` and `&#1;` for references, so every `&` goes in already escaped; and so do the tabs and line ends that a parser would read back as spaces.
 */
function toAttributeInput(value: string): string {
  return cleanText(value).replaceAll('&', '&amp;').replaceAll('\t', '&#9;').replaceAll('\n', '&#10;');
}
