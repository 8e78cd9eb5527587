import type { XmlElement } from '../xml/element.ts';
import { xsiNamespace } from '../xml/namespaces.ts';
import { parseElement } from '../xml/parse-element.ts';
import type { Format, FormatContext } from './format.ts';
import type { FormatNames } from './format-faults.ts';

/** The element to be published, or a sentence that says what is wrong with the XML and where. */
export type ParsedReadyXml =
  | { readonly ok: true; readonly element: XmlElement }
  | { readonly ok: false; readonly problem: string };

/**
 * Makes the format of XML that is given with records as it shall be published. It carries a record that has XML for its prefix.
 * `toElement` throws an Error whose message is the problem where that XML cannot be published.
 */
export function makeReadyXmlFormat(names: FormatNames): Format {
  const { prefix, namespace, schema } = names;
  return {
    prefix,
    schema,
    namespace,
    version: 1,
    carries: (_, context) => findReadyXml(context, prefix) !== null,
    toElement: (_, context) => {
      const xml = findReadyXml(context, prefix);
      const parsed = xml === null ? toProblem(names, 'there is none') : parseReadyXml(xml, names);
      if (!parsed.ok) throw new Error(parsed.problem);
      return parsed.element;
    },
  };
}

/** What the record brings for a prefix, as far as it is not blank. */
function findReadyXml({ readyXml }: FormatContext, prefix: string): string | null {
  // "constructor" is a legal prefix.
  const xml = readyXml !== undefined && Object.hasOwn(readyXml, prefix) ? readyXml[prefix] : undefined;
  return xml === undefined || xml === null || (typeof xml === 'string' && xml.trim() === '') ? null : xml;
}

/**
 * Reads XML given with a record: strictly, down to its root element, which has to be in the namespace of the format and gets the
 * `xsi:schemaLocation` of the format [X-20, X-23, X-24]. Never throws.
 */
export function parseReadyXml(text: string, names: FormatNames): ParsedReadyXml {
  // It comes out of a column of JSON.
  if (typeof text !== 'string')
    return toProblem(names, `it is not text but ${Array.isArray(text) ? 'a list' : `a value of type ${typeof text}`}`);
  const parsed = parseElement(text);
  if (!parsed.ok) return toProblem(names, `${parsed.place}: ${parsed.reason}`);
  const { element, namespace, place } = parsed;
  if (namespace !== names.namespace) {
    const found = namespace === '' ? 'no namespace' : `the namespace ${JSON.stringify(shorten(namespace))}`;
    return toProblem(
      names,
      `${place}: the root element ${shorten(element.name)} is in ${found}; it has to be in ${JSON.stringify(names.namespace)}`,
    );
  }
  const attributes = element.attributes ?? {};
  const bound = attributes['xmlns:xsi'];
  if (bound !== undefined && bound !== xsiNamespace) {
    return toProblem(
      names,
      `${place}: the prefix xsi stands for ${JSON.stringify(shorten(bound))}; it has to stand for ${xsiNamespace}`,
    );
  }
  return { ok: true, element: { ...element, attributes: withSchemaLocation(attributes, names) } };
}

/** The pair of the format comes first, in the words of ListMetadataFormats; pairs for other namespaces stay. */
function withSchemaLocation(
  attributes: Readonly<Record<string, string>>,
  { namespace, schema }: FormatNames,
): Record<string, string> {
  const own: Record<string, string> = Object.create(null);
  const pairs = [`${namespace} ${schema}`];
  for (const name in attributes) {
    const value = attributes[name]!;
    if (isSchemaLocation(name, attributes)) pairs.push(...listOtherPairs(value, namespace));
    else own[name] = value;
  }
  own['xmlns:xsi'] = xsiNamespace;
  own['xsi:schemaLocation'] = pairs.join(' ');
  return own;
}

/** Whatever prefix it has: all declarations that a root can use are its own. */
function isSchemaLocation(name: string, attributes: Readonly<Record<string, string>>): boolean {
  return name.endsWith(':schemaLocation') && attributes[`xmlns:${name.slice(0, name.indexOf(':'))}`] === xsiNamespace;
}

function listOtherPairs(schemaLocation: string, namespace: string): string[] {
  const words = schemaLocation.split(/[\t\n\r ]+/).filter((word) => word !== '');
  const pairs: string[] = [];
  for (let at = 0; at + 1 < words.length; at += 2) {
    if (words[at] !== namespace) pairs.push(`${words[at]} ${words[at + 1]}`);
  }
  return pairs;
}

function toProblem({ prefix }: FormatNames, reason: string): { readonly ok: false; readonly problem: string } {
  return { ok: false, problem: `The XML given for ${prefix} cannot be published: ${reason}.` };
}

function shorten(text: string): string {
  return text.length <= 100 ? text : `${text.slice(0, 99)}…`;
}
