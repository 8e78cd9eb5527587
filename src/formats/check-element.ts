import type { XmlElement } from '../xml/element.ts';
import { elementLimits } from '../xml/element-limits.ts';
import { xsiNamespace } from '../xml/namespaces.ts';
import { isQualifiedName } from '../xml/qualified-name.ts';
import { describeThrown, describeValue } from './describe-value.ts';
import type { FormatNames } from './format-faults.ts';
import {
  declareNamespaces,
  findDeclarationFault,
  findDeclaredPrefix,
  findNamespace,
  outermostScope,
  type Scope,
  splitName,
} from './namespace-scope.ts';

// A collaboration of 200,000 names, taken apart, has a million; twice as many take 1.3 GB to render.
const mostParts = 2_000_000;

type Attributes = Readonly<Record<string, string>>;

interface OpenElement {
  readonly element: XmlElement & { readonly attributes: Attributes; readonly children: (XmlElement | string)[] };
  readonly given: readonly unknown[];
  readonly scope: Scope;
  /** How many of the given children were looked at. */
  at: number;
}

interface Spent {
  parts: number;
  characters: number;
}

/** What is wrong with a field of an element; '' for the whole of it. */
class ElementFault extends Error {
  readonly field: string;

  constructor(field: string, reason: string) {
    super(reason);
    this.field = field;
  }
}

/**
 * Checks what somebody's own format gave for one record, and returns it as plain data of its own, so that what is rendered is what was
 * checked: names, texts and nothing else, each prefix declared within, the root in the namespace of the format and with its
 * schema, neither too deep nor too large to be rendered. Not recursive, for the value may be nested without end.
 *
 * @throws Error with a sentence that names the place, such as `children[2].name: …`; never anything else
 */
export function checkElement(value: unknown, names: Pick<FormatNames, 'namespace' | 'schema'>): XmlElement {
  const open: OpenElement[] = [];
  const spent: Spent = { parts: 0, characters: 0 };
  try {
    const root = openElement(value, outermostScope, spent);
    open.push(root);
    checkRoot(root, names);
    for (let parent: OpenElement | undefined = root; parent !== undefined; parent = open.at(-1)) {
      if (parent.at >= parent.given.length) {
        open.pop();
        continue;
      }
      const opened = takeChild(parent, open.length, spent);
      if (opened !== null) open.push(opened);
    }
    return root.element;
  } catch (error) {
    const [field, reason] =
      error instanceof ElementFault ? [error.field, error.message] : ['', `it threw ${describeThrown(error)}`];
    const place = toPlace(open, field);
    throw new Error(place === '' ? reason : `${place}: ${reason}`, { cause: error });
  }
}

/** Looks at the next child; returns it where it is an element, whose children come next. */
function takeChild(parent: OpenElement, depth: number, spent: Spent): OpenElement | null {
  const child = parent.given[parent.at];
  parent.at += 1;
  if (typeof child === 'string') {
    spend(spent, child);
    parent.element.children.push(child);
    return null;
  }
  if (depth >= elementLimits.depth) throw new ElementFault('', `elements are nested deeper than ${elementLimits.depth} levels`);
  const opened = openElement(child, parent.scope, spent);
  parent.element.children.push(opened.element);
  return opened;
}

function openElement(value: unknown, outer: Scope, spent: Spent): OpenElement {
  if (!isPlainObject(value)) {
    throw new ElementFault(
      '',
      `expected an element ({ name, attributes, children }) or text within one, found ${describeValue(value)}`,
    );
  }
  const unknown = Object.keys(value).find((key) => key !== 'name' && key !== 'attributes' && key !== 'children');
  if (unknown !== undefined)
    throw new ElementFault('', `an element has name, attributes and children, and no ${shorten(unknown)}`);
  const { name, attributes: givenAttributes, children: given } = value;
  checkName('name', name, spent);
  const attributes = copyAttributes(givenAttributes, spent);
  if (!Array.isArray(given)) throw new ElementFault('children', `expected a list, found ${describeValue(given)}`);
  const scope = declareNamespaces(attributes, outer);
  checkPrefixes(name, attributes, scope);
  return { element: { name, attributes, children: [] }, given, scope, at: 0 };
}

function copyAttributes(given: unknown, spent: Spent): Record<string, string> {
  // Without a prototype, since `__proto__` is a name that XML allows.
  const attributes: Record<string, string> = Object.create(null);
  if (given === undefined) return attributes;
  if (!isPlainObject(given)) throw new ElementFault('attributes', `expected an object, found ${describeValue(given)}`);
  for (const name of Object.keys(given)) {
    const field = `attributes.${shorten(name)}`;
    checkName(field, name, spent);
    const value = given[name];
    if (typeof value !== 'string') throw new ElementFault(field, `expected text, found ${describeValue(value)}`);
    spend(spent, value);
    attributes[name] = value;
  }
  return attributes;
}

function checkName(field: string, name: unknown, spent: Spent): asserts name is string {
  if (typeof name !== 'string') throw new ElementFault(field, `expected a name, found ${describeValue(name)}`);
  if (!isQualifiedName(name)) throw new ElementFault(field, `"${shorten(name)}" is no name that XML allows`);
  spend(spent, name);
}

function checkPrefixes(name: string, attributes: Attributes, scope: Scope): void {
  const [prefix] = splitName(name);
  if (prefix === 'xmlns' || findNamespace(scope, prefix) === undefined) {
    const reason =
      prefix === '' ? 'has no prefix, and xmlns is not declared around it (it may be "")' : 'has a prefix that is not declared';
    throw new ElementFault('name', `"${shorten(name)}" ${reason}`);
  }
  const expanded = new Set<string>();
  for (const key in attributes) {
    const field = `attributes.${shorten(key)}`;
    const declared = findDeclaredPrefix(key);
    const fault = declared === null ? null : findDeclarationFault(declared, attributes[key]!);
    if (fault !== null) throw new ElementFault(field, fault);
    const [attributePrefix, local] = splitName(key);
    if (declared !== null || attributePrefix === '') continue;
    const namespace = findNamespace(scope, attributePrefix);
    if (namespace === undefined) throw new ElementFault(field, 'its prefix is not declared');
    if (expanded.has(`${namespace} ${local}`)) throw new ElementFault(field, 'the same attribute is there under another prefix');
    expanded.add(`${namespace} ${local}`);
  }
}

function checkRoot({ element, scope }: OpenElement, { namespace, schema }: Pick<FormatNames, 'namespace' | 'schema'>): void {
  const found = findNamespace(scope, splitName(element.name)[0]);
  if (found !== namespace) {
    throw new ElementFault('name', `the root is in the namespace "${shorten(found ?? '')}"; the format says "${namespace}"`);
  }
  const xsi = element.attributes['xmlns:xsi'];
  if (xsi !== xsiNamespace)
    throw new ElementFault('attributes.xmlns:xsi', `expected "${xsiNamespace}", found ${describeValue(xsi)}`);
  const pair = `${namespace} ${schema}`;
  const location = element.attributes['xsi:schemaLocation'];
  if (location !== pair && location?.startsWith(`${pair} `) !== true) {
    throw new ElementFault('attributes.xsi:schemaLocation', `expected "${pair}", found ${describeValue(location)}`);
  }
}

function spend(spent: Spent, text: string): void {
  spent.parts += 1;
  spent.characters += text.length;
  if (spent.parts > mostParts) throw new ElementFault('', `more than ${mostParts} elements, attributes and texts`);
  if (spent.characters > elementLimits.bytes) throw new ElementFault('', `more than ${elementLimits.bytes} characters`);
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Where something is, in the words of the data: `children[2].attributes.xml:lang`. */
function toPlace(open: readonly OpenElement[], field: string): string {
  const path = open.filter(({ at }) => at > 0).map(({ at }) => `children[${at - 1}]`);
  const shown = path.length > 12 ? [...path.slice(0, 6), '…', ...path.slice(-6)] : path;
  return [...shown, field].filter((part) => part !== '').join('.');
}

function shorten(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
