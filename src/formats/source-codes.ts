/*
 * The codes by which libraries name where a heading, a class number, an identifier or a genre comes from: those of the Library of
 * Congress's source code lists, which MODS takes as `authority` and MARC as subfield 2. A scheme that is not here has no code
 * that is certain, and is named in its own words.
 */

const subjectSources: ReadonlyMap<string, string> = new Map([
  ['aat', 'aat'],
  ['agrovoc', 'agrovoc'],
  ['fast', 'fast'],
  ['gnd', 'gnd'],
  ['lcsh', 'lcsh'],
  ['libraryofcongresssubjectheadings', 'lcsh'],
  ['medicalsubjectheadings', 'mesh'],
  ['mesh', 'mesh'],
  ['rameau', 'ram'],
]);

const classificationSources: ReadonlyMap<string, string> = new Map([
  ['acmccs', 'acmccs'],
  ['ddc', 'ddc'],
  ['dewey', 'ddc'],
  ['deweydecimalclassification', 'ddc'],
  ['lcc', 'lcc'],
  ['libraryofcongressclassification', 'lcc'],
  ['mathematicssubjectclassification', 'msc'],
  ['msc', 'msc'],
  ['rvk', 'rvk'],
  ['udc', 'udc'],
]);

/** The source code of a subject scheme as people write it (`LCSH`, `MeSH`, `Library of Congress Subject Headings`), or null. */
export function findSubjectSource(scheme: string): string | null {
  return subjectSources.get(foldScheme(scheme)) ?? null;
}

/** The source code of a classification as people write it (`DDC`, `Dewey Decimal Classification`), or null. */
export function findClassificationSource(scheme: string): string | null {
  return classificationSources.get(foldScheme(scheme)) ?? null;
}

const schemeSeparators = /[\s_.:-]+/g;

function foldScheme(scheme: string): string {
  return scheme.length > 60 ? '' : scheme.toLowerCase().replace(schemeSeparators, '');
}

const identifierSources: ReadonlyMap<string, string> = new Map([
  ['ark', 'ark'],
  ['doi', 'doi'],
  ['eissn', 'issn'],
  ['handle', 'hdl'],
  ['hdl', 'hdl'],
  ['isbn', 'isbn'],
  ['issn', 'issn'],
  ['istc', 'istc'],
  ['lissn', 'issn-l'],
  ['uri', 'uri'],
  ['url', 'uri'],
  ['urn', 'urn'],
]);

/** The source code of a type of identifier, or null for a type that has none. */
export function findIdentifierSource(identifierType: string): string | null {
  return identifierSources.get(identifierType.toLowerCase()) ?? null;
}
