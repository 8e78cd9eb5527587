import type { ArticleRecord } from '../record/record.ts';
import { element, type XmlElement } from '../xml/element.ts';
import { toLocalizedText } from './localized-text.ts';
import { findUri } from './uri.ts';

type Subject = ArticleRecord['subjects'][number];

/** Dublin Core's encoding schemes of subjects: headings are words, and the others are notations that look like this. */
const schemes: readonly { readonly scheme: string; readonly names: readonly string[]; readonly notation?: RegExp }[] = [
  { scheme: 'dcterms:LCSH', names: ['lcsh', 'libraryofcongresssubjectheadings'] },
  { scheme: 'dcterms:MESH', names: ['mesh', 'medicalsubjectheadings'] },
  { scheme: 'dcterms:DDC', names: ['ddc', 'dewey', 'deweydecimalclassification'], notation: /^\d{3}(?:\.\d+)?$/ },
  { scheme: 'dcterms:LCC', names: ['lcc', 'libraryofcongressclassification'], notation: /^[A-Z]{1,3}\d*(?:\.\S+)?$/ },
  { scheme: 'dcterms:UDC', names: ['udc', 'universaldecimalclassification'], notation: /^[\d("=:][\d.()"=:/+'*-]*$/ },
];

const byName = new Map(schemes.flatMap(({ names, ...scheme }) => names.map((name) => [name, scheme] as const)));
const uri = { 'xsi:type': 'dcterms:URI' };

/** A subject in qualified Dublin Core: its words, its notation by the scheme where that is known, and its address. */
export function toSubjectElements({ subject, subjectScheme, classificationCode, valueUri, lang }: Subject): XmlElement[] {
  const folded = subjectScheme?.toLowerCase().replace(/[\s_-]+/g, '');
  const scheme = folded === undefined ? undefined : byName.get(folded);
  const elements = [toWords(subject, scheme, lang)];
  if (folded !== undefined && classificationCode !== undefined) {
    const isNotation = scheme?.notation?.test(classificationCode) === true;
    // As in oai_dc: OpenAIRE reads a classification in this form.
    const code = isNotation ? classificationCode : `info:eu-repo/classification/${folded}/${classificationCode}`;
    elements.push(element('dc:subject', isNotation ? { 'xsi:type': scheme.scheme } : undefined, code));
  }
  const address = valueUri === undefined ? null : findUri(valueUri);
  if (address !== null) elements.push(element('dc:subject', uri, address));
  return elements;
}

function toWords(subject: string, scheme: { scheme: string; notation?: RegExp } | undefined, lang: string | undefined) {
  const fits = scheme !== undefined && (scheme.notation === undefined || scheme.notation.test(subject));
  // The scheme leaves no room for a language, and a heading in a stated language may be no heading of the English scheme.
  return fits && lang === undefined
    ? element('dc:subject', { 'xsi:type': scheme.scheme }, subject)
    : toLocalizedText('dc:subject', subject, lang);
}
