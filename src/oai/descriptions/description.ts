import { element, type XmlElement } from '../../xml/element.ts';

/** A schema of a `description` container: its namespace, and where the schema is. */
export interface DescriptionSchema {
  readonly namespace: string;
  readonly schema: string;
}

/** The one element of a `description`, with its namespace and schema on itself [X-21] [X-22] [I-12]. */
export function toDescription(
  name: string,
  { namespace, schema }: DescriptionSchema,
  children: readonly XmlElement[],
  attributes: Readonly<Record<string, string>> = {},
): XmlElement {
  return {
    name,
    attributes: {
      xmlns: namespace,
      'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
      'xsi:schemaLocation': `${namespace} ${schema}`,
      ...attributes,
    },
    children,
  };
}

/** An element for each text. */
export function toTextElements(name: string, texts: readonly string[]): XmlElement[] {
  return texts.map((text) => element(name, undefined, text));
}
