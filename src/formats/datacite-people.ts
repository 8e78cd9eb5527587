import type { ArticleRecord, Person } from '../record/record.ts';
import { element, type XmlElement } from '../xml/element.ts';
import { findAbsoluteUri } from './absolute-uri.ts';
import { toDefinedAttributes } from './defined-attributes.ts';
import { findLanguageTag } from './language.ts';

/** Writes one creator or contributor as the element of that name. */
export type PersonWriter = (
  person: Person,
  role: 'creator' | 'contributor',
  attributes?: Readonly<Record<string, string>>,
) => XmlElement;

/**
 * Makes the writer of DataCite's creators and contributors, which OpenAIRE uses too: with a prefix, and in an older edition
 * that has no language of a name and no identifier of an affiliation.
 */
export function makePersonWriter(prefix: string, { older }: { older: boolean }): PersonWriter {
  const names = {
    creator: [`${prefix}creator`, `${prefix}creatorName`],
    contributor: [`${prefix}contributor`, `${prefix}contributorName`],
  } as const;
  const [givenName, familyName] = [`${prefix}givenName`, `${prefix}familyName`];
  const [nameIdentifier, affiliation] = [`${prefix}nameIdentifier`, `${prefix}affiliation`];
  return (person, role, attributes) => {
    const children = [element(names[role][1], toNameAttributes(person, older), toName(person))];
    if (person.givenName !== undefined) children.push(element(givenName, undefined, person.givenName));
    if (person.familyName !== undefined) children.push(element(familyName, undefined, person.familyName));
    for (const item of person.nameIdentifiers) {
      const scheme = item.nameIdentifierScheme ?? findNameScheme(item.nameIdentifier);
      if (scheme !== null) children.push(element(nameIdentifier, toSchemeAttributes(item, scheme), item.nameIdentifier));
    }
    for (const item of person.affiliation) {
      children.push(element(affiliation, older ? undefined : toAffiliationAttributes(item), item.name));
    }
    return attributes === undefined ? { name: names[role][0], children } : { name: names[role][0], attributes, children };
  };
}

/** "Family, Given", as DataCite wants it. */
function toName({ name, familyName, givenName }: Person): string {
  return familyName !== undefined && givenName !== undefined ? `${familyName}, ${givenName}` : name;
}

function toNameAttributes({ nameType, familyName, givenName, lang }: Person, older: boolean): Record<string, string> | undefined {
  const isPerson = familyName !== undefined || givenName !== undefined;
  return toDefinedAttributes({
    nameType: nameType ?? (isPerson ? 'Personal' : undefined),
    'xml:lang': lang === undefined || older ? undefined : findLanguageTag(lang),
  });
}

const nameSchemes: readonly (readonly [RegExp, string])[] = [
  [/^https?:\/\/(?:www\.)?orcid\.org\//i, 'ORCID'],
  [/^https?:\/\/(?:www\.)?isni\.org\//i, 'ISNI'],
  [/^https?:\/\/ror\.org\//i, 'ROR'],
  [/^https?:\/\/(?:www\.)?viaf\.org\//i, 'VIAF'],
  [/^https?:\/\/d-nb\.info\/gnd\//i, 'GND'],
  [/^https?:\/\/(?:www\.)?wikidata\.org\//i, 'Wikidata'],
];

function findNameScheme(identifier: string): string | null {
  return nameSchemes.find(([pattern]) => pattern.test(identifier))?.[1] ?? null;
}

/** Where each scheme is at home, as DataCite's documentation has it. */
const schemeHomes: ReadonlyMap<string, string> = new Map([
  ['ORCID', 'https://orcid.org'],
  ['ISNI', 'https://isni.org'],
  ['ROR', 'https://ror.org'],
]);

function toSchemeAttributes({ schemeUri }: Person['nameIdentifiers'][number], scheme: string): Record<string, string> {
  const home = schemeUri === undefined ? schemeHomes.get(scheme) : findAbsoluteUri(schemeUri);
  return home ? { nameIdentifierScheme: scheme, schemeURI: home } : { nameIdentifierScheme: scheme };
}

function toAffiliationAttributes(
  item: ArticleRecord['creators'][number]['affiliation'][number],
): Record<string, string> | undefined {
  const { affiliationIdentifier, affiliationIdentifierScheme, schemeUri } = item;
  if (affiliationIdentifier === undefined) return undefined;
  const scheme = affiliationIdentifierScheme ?? findNameScheme(affiliationIdentifier) ?? undefined;
  const home = schemeUri === undefined ? schemeHomes.get(scheme ?? '') : findAbsoluteUri(schemeUri);
  return toDefinedAttributes({ affiliationIdentifier, affiliationIdentifierScheme: scheme, schemeURI: home });
}
