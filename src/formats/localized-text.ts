import { element, type XmlElement } from '../xml/element.ts';
import { findLanguageTag } from './language.ts';

/** An element with text in a language, which it says by `xml:lang` where it is one. */
export function toLocalizedText(name: string, value: string, lang: string | undefined): XmlElement {
  const tag = lang === undefined ? null : findLanguageTag(lang);
  return element(name, tag === null ? undefined : { 'xml:lang': tag }, value);
}
