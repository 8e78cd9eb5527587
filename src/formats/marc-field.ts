import { element, type XmlElement } from '../xml/element.ts';

/** A subfield's code and its value; one without a value is left out. */
export type Subfield = readonly [code: string, value: string | undefined];

/**
 * A field of MARC 21 with its two indicators, `' '` for a blank one. Subfields of which a record may have any number come as a list
 * of their own, since a call can have only so many arguments.
 */
export function makeField(
  tag: string,
  indicators: string,
  ...subfields: readonly (Subfield | readonly Subfield[])[]
): XmlElement {
  const children: XmlElement[] = [];
  for (const item of subfields) {
    if (isSubfield(item)) pushSubfield(children, item);
    else for (const subfield of item) pushSubfield(children, subfield);
  }
  return { name: 'marc:datafield', attributes: { tag, ind1: indicators.charAt(0), ind2: indicators.charAt(1) }, children };
}

function isSubfield(item: Subfield | readonly Subfield[]): item is Subfield {
  return typeof item[0] === 'string';
}

function pushSubfield(children: XmlElement[], [code, value]: Subfield): void {
  if (value !== undefined) children.push(element('marc:subfield', { code }, value));
}

/** A control field, whose value is one string of fixed positions or a number. */
export function makeControlField(tag: string, value: string): XmlElement {
  return element('marc:controlfield', { tag }, value);
}
