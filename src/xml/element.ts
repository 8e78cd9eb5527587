import { create } from 'xmlbuilder2';
import { isQualifiedName } from './qualified-name.ts';
import { escapeAttribute, escapeText } from './text.ts';

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
  const tag = findTag(name, attributes);
  let start = tag.start;
  let place = 0;
  for (const attribute in attributes) start += toValue(attributes[attribute], attribute) + tag.between[place++];
  let inner = '';
  for (const child of children) inner += typeof child === 'string' ? escapeText(child) : renderElement(child);
  return inner === '' ? `${start}/>` : `${start}>${inner}${tag.end}`;
}

function toValue(value: string | undefined, attribute: string): string {
  if (typeof value !== 'string') throw new TypeError(`the value of ${attribute} is not a text`);
  return escapeAttribute(value);
}

/** The markup of elements with one name and the same names of attributes. */
interface Tag {
  readonly attributes: readonly string[];
  /** Up to the first attribute's value, or to where the tag closes. */
  readonly start: string;
  /** What stands behind the value of each attribute. */
  readonly between: readonly string[];
  readonly end: string;
}

/*
 * The library makes each tag once, and values and texts go into it: records are made of the same few dozen again and again, and to make nodes of each and write them took four fifths
 * of rendering. By name, and for each name those with other attributes; the limits are for XML that is given with records, whose names are anybody's.
 */
const tags = new Map<string, Tag[]>();
const mostTags = 5_000;
const mostOfName = 64;
const mostAttributes = 30;
const longestNames = 500;
let tagsKept = 0;

function findTag(name: string, attributes: XmlAttributes | undefined): Tag {
  const alike = tags.get(name);
  if (alike !== undefined) for (const tag of alike) if (hasNames(tag, attributes)) return tag;
  const names: string[] = [];
  for (const attribute in attributes) names.push(attribute);
  const tag = makeTag(name, names);
  if (names.length <= mostAttributes && name.length + names.join('').length <= longestNames) keepTag(tag, name, alike);
  return tag;
}

function keepTag(tag: Tag, name: string, alike: Tag[] | undefined): void {
  if (tagsKept >= mostTags) {
    tags.clear();
    tagsKept = 0;
  }
  if (alike === undefined || tagsKept === 0) tags.set(copy(name), [tag]);
  else if (alike.push(tag) > mostOfName) {
    // The oldest makes room.
    alike.shift();
    return;
  }
  tagsKept += 1;
}

function hasNames(tag: Tag, attributes: XmlAttributes | undefined): boolean {
  let place = 0;
  for (const attribute in attributes) if (tag.attributes[place++] !== attribute) return false;
  return place === tag.attributes.length;
}

/** A text of its own: one that was cut out of a document keeps all of it in memory. */
function copy(text: string): string {
  return Buffer.from(text).toString();
}

type XmlDocument = NonNullable<ReturnType<typeof create>['node']['ownerDocument']>;

// One document for all, with nothing in it between two tags.
const builder = create();
const document = builder.node as unknown as XmlDocument;

/** By the library's nodes and not its `ele`, which gives some names a meaning. */
function makeTag(name: string, attributes: readonly string[]): Tag {
  const node = document.createElement(toQualifiedName(name));
  for (const attribute of attributes) node.setAttribute(toQualifiedName(attribute), '');
  document.appendChild(node);
  const xml = builder.toString({ headless: true });
  document.removeChild(node);
  // <a b="" c=""/>, cut where the values come.
  const [start, ...between] = copy(xml.slice(0, -'/>'.length)).split(/(?<=")(?=")/);
  return { attributes: attributes.map(copy), start: start!, between, end: copy(`</${name}>`) };
}

function toQualifiedName(name: string): string {
  if (!isQualifiedName(name)) throw new TypeError(`"${name}" is not a qualified XML name`);
  return name;
}
