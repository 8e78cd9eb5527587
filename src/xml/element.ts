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
  const tag = attributes === undefined ? findTag(name, name, {}) : findTag(toTagKey(name, attributes), name, attributes);
  let start = tag.start;
  let place = 0;
  for (const attribute in attributes) start += escapeAttribute(attributes[attribute] as string) + tag.between[place++];
  let inner = '';
  for (const child of children) inner += typeof child === 'string' ? escapeText(child) : renderElement(child);
  return inner === '' ? `${start}/>` : `${start}>${inner}${tag.end}`;
}

/** The markup of elements with one name and the same names of attributes. */
interface Tag {
  /** Up to the first attribute's value, or to where the tag closes. */
  readonly start: string;
  /** What stands behind the value of each attribute. */
  readonly between: readonly string[];
  readonly end: string;
}

/*
 * The library makes each tag once, and values and texts go into it: records are made of the same few dozen again and again, and to make nodes of each and write them took four fifths
 * of rendering. The limit is for a format that makes up names as it goes.
 */
const tags = new Map<string, Tag>();
const mostTags = 5_000;

function findTag(key: string, name: string, attributes: XmlAttributes): Tag {
  const known = tags.get(key);
  if (known !== undefined) return known;
  const tag = makeTag(name, Object.keys(attributes));
  if (tags.size >= mostTags) tags.clear();
  tags.set(key, tag);
  return tag;
}

/** Lengths keep the names apart; a name by itself does not begin with one. */
function toTagKey(name: string, attributes: XmlAttributes): string {
  let key = `${name.length}:${name}`;
  for (const attribute in attributes) key += `${attribute.length}:${attribute}`;
  return key;
}

type XmlDocument = NonNullable<ReturnType<typeof create>['node']['ownerDocument']>;

/** By the library's nodes and not its `ele`, which gives some names a meaning. */
function makeTag(name: string, attributes: readonly string[]): Tag {
  const builder = create();
  const document = builder.node as unknown as XmlDocument;
  const node = document.createElement(toQualifiedName(name));
  for (const attribute of attributes) node.setAttribute(toQualifiedName(attribute), '');
  document.appendChild(node);
  // <a b="" c=""/>, cut where the values come.
  const [start, ...between] = builder
    .toString({ headless: true })
    .slice(0, -'/>'.length)
    .split(/(?<=")(?=")/);
  return { start: start!, between, end: `</${name}>` };
}

function toQualifiedName(name: string): string {
  if (!isQualifiedName(name)) throw new TypeError(`"${name}" is not a qualified XML name`);
  return name;
}
