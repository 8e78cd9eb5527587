import type { ArticleRecord } from '../record/record.ts';
import { element, type XmlElement } from '../xml/element.ts';
import type { Format, FormatContext } from './format.ts';
import { toDoiUrl } from './links.ts';
import { listModsContents } from './mods-contents.ts';
import { listModsNames } from './mods-names.ts';
import { listModsOrigin } from './mods-origin.ts';
import { listModsRelatedItems, toModsIdentifier } from './mods-related-items.ts';
import { listModsRights } from './mods-rights.ts';
import { makeModsText } from './mods-text.ts';
import { listOwnIdentifiers } from './own-identifiers.ts';
import { findWebUri } from './web-uri.ts';

const namespace = 'http://www.loc.gov/mods/v3';
const schema = 'http://www.loc.gov/standards/mods/v3/mods-3-7.xsd';

/** The declarations that MODS needs, for whatever root it stands under. */
export const modsNamespaces = { 'xmlns:mods': namespace, 'xmlns:xlink': 'http://www.w3.org/1999/xlink' };

/** The pair that names the schema of MODS in `xsi:schemaLocation`. */
export const modsSchemaLocation = `${namespace} ${schema}`;

const version = { version: '3.7' };

const rootAttributes = {
  ...modsNamespaces,
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  'xsi:schemaLocation': modsSchemaLocation,
  ...version,
};

/** MODS 3.7, in which libraries and DPLA's hubs take records; docs/formats.md has the mapping. */
export const mods: Format = {
  prefix: 'mods',
  schema,
  namespace,
  version: 2,
  toElement: (record, context) => ({
    name: 'mods:mods',
    attributes: rootAttributes,
    children: listModsElements(record, context),
  }),
};

/** A record as `mods:mods` inside another document, whose root has to declare `modsNamespaces`. */
export function toModsElement(record: ArticleRecord, context: FormatContext): XmlElement {
  return { name: 'mods:mods', attributes: version, children: listModsElements(record, context) };
}

/** Only the statements on access and use, as a document of their own inside another; null where the record has none. */
export function findModsRights(record: ArticleRecord): XmlElement | null {
  const children = listModsRights(record);
  return children.length === 0 ? null : { name: 'mods:mods', attributes: version, children };
}

/** Concatenated and not spread, since a list may be longer than a call can have arguments. */
function listModsElements(record: ArticleRecord, context: FormatContext): XmlElement[] {
  const identity = [...listIdentifiers(record), ...listLocations(record)];
  return listTitles(record).concat(
    listModsNames(record),
    listModsOrigin(record),
    listModsContents(record),
    listModsRelatedItems(record),
    identity,
    listModsRights(record),
    element('mods:recordInfo', undefined, element('mods:recordIdentifier', undefined, context.identifier)),
  );
}

const titleTypes = {
  AlternativeTitle: { type: 'alternative' },
  Other: { type: 'alternative' },
  Subtitle: { type: 'alternative' },
  TranslatedTitle: { type: 'translated' },
} as const;

/** The first title that has no type is the title, and takes the first subtitle in; another without a type is an alternative. */
function listTitles({ titles }: ArticleRecord): XmlElement[] {
  const main = titles.find(({ titleType }) => titleType === undefined) ?? titles[0];
  const subtitle = titles.find((title) => title.titleType === 'Subtitle' && title !== main);
  const elements: XmlElement[] = [];
  for (const title of titles) {
    const text = makeModsText('mods:title', title.title, title.lang);
    if (title === main) {
      const rest = subtitle === undefined ? [] : [makeModsText('mods:subTitle', subtitle.title, subtitle.lang)];
      elements.unshift(element('mods:titleInfo', { usage: 'primary' }, text, ...rest));
    } else if (title !== subtitle) {
      elements.push(element('mods:titleInfo', titleTypes[title.titleType ?? 'AlternativeTitle'], text));
    }
  }
  return elements;
}

/** Each identifier once: plain Dublin Core tends to repeat the DOI. */
function listIdentifiers(record: ArticleRecord): XmlElement[] {
  return listOwnIdentifiers(record).map(({ identifier, identifierType }) =>
    toModsIdentifier(identifier, identifierType ?? 'local'),
  );
}

/** The page for people first, or else what the DOI leads to; then the files, unless the record says that not everybody may read them. */
function listLocations({ url, doi, files, accessRights }: ArticleRecord): XmlElement[] {
  const page = url ?? (doi === undefined ? undefined : toDoiUrl(doi));
  const elements: XmlElement[] = [];
  if (page !== undefined) pushUrl(elements, page, { usage: 'primary display', access: 'object in context' });
  if (accessRights !== undefined && accessRights !== 'open') return elements;
  for (const file of files) {
    const { name, description } = file;
    pushUrl(elements, file.url, {
      access: 'raw object',
      ...(name === undefined ? {} : { displayLabel: name }),
      ...(description === undefined ? {} : { note: description }),
    });
  }
  return elements;
}

/** An address that the schema would refuse is an identifier of its own. */
function pushUrl(elements: XmlElement[], address: string, attributes: Readonly<Record<string, string>>): void {
  const uri = findWebUri(address);
  if (uri === null) elements.push(element('mods:identifier', { type: 'uri' }, address));
  else elements.push(element('mods:location', undefined, element('mods:url', attributes, uri)));
}
