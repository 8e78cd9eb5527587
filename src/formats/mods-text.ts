import { element, type XmlElement } from '../xml/element.ts';
import { findBibliographicCode } from './bibliographic-language.ts';

type Attributes = Readonly<Record<string, string>>;

/** An element of MODS with a text and its language, which MODS wants as a code of ISO 639-2/B; another language is left out. */
export function makeModsText(name: string, text: string, lang: string | undefined, attributes?: Attributes): XmlElement {
  const code = lang === undefined ? null : findBibliographicCode(lang);
  return element(name, code === null ? attributes : { ...attributes, lang: code }, text);
}

const w3cDate = /^\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?)?)?$/;

/** A date as one element, or as two for a range, with the encoding it is in. `attributes` go on the first. */
export function makeModsDates(name: string, date: string, attributes?: Attributes): XmlElement[] {
  const slash = date.indexOf('/');
  if (slash === -1) return [element(name, { ...attributes, encoding: toEncoding(date) }, date)];
  const [start, end] = [date.slice(0, slash), date.slice(slash + 1)];
  const elements: XmlElement[] = [];
  if (start !== '') elements.push(element(name, { ...attributes, encoding: toEncoding(start), point: 'start' }, start));
  const rest = start === '' ? attributes : withoutKeyDate(attributes);
  if (end !== '') elements.push(element(name, { ...rest, encoding: toEncoding(end), point: 'end' }, end));
  return elements;
}

function withoutKeyDate(attributes: Attributes | undefined): Attributes {
  const { keyDate: _, ...rest } = attributes ?? {};
  return rest;
}

/** A year before 1 and a time without zone are ISO 8601 and not W3C's profile of it. */
function toEncoding(date: string): string {
  return w3cDate.test(date) ? 'w3cdtf' : 'iso8601';
}
