import type { ArticleRecord } from '../record/record.ts';
import type { AccessLevel } from '../record/vocabulary.ts';
import { element, type XmlElement } from '../xml/element.ts';
import type { Format, FormatContext } from './format.ts';
import { toDoiUrl, toLink } from './links.ts';
import { oaiDc } from './oai-dc.ts';
import { findUri } from './uri.ts';

const namespace = 'urn:mpeg:mpeg21:2002:02-DIDL-NS';
const schemas = 'http://standards.iso.org/ittf/PubliclyAvailableStandards/MPEG-21_schema_files';
const schema = `${schemas}/did/didl.xsd`;
const diiNamespace = 'urn:mpeg:mpeg21:2002:01-DII-NS';
const dipNamespace = 'urn:mpeg:mpeg21:2005:01-DIP-NS';

const rootAttributes = {
  'xmlns:didl': namespace,
  'xmlns:dii': diiNamespace,
  'xmlns:dip': dipNamespace,
  'xmlns:dcterms': 'http://purl.org/dc/terms/',
  'xmlns:rdf': 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  'xsi:schemaLocation': `${namespace} ${schema} ${diiNamespace} ${schemas}/dii/dii.xsd ${dipNamespace} ${schemas}/dip/dip.xsd`,
};

/**
 * MPEG-21 DIDL as DARE and SURFshare agreed on it and as EPrints gives it: the article as an item that holds one for its
 * metadata, one for each file and one for the page where people start; docs/formats.md has the mapping.
 */
export const didl: Format = {
  prefix: 'didl',
  schema,
  namespace,
  // What it holds changes with oai_dc; a change of its own adds one to that.
  version: oaiDc.version,
  toElement: (record, context) => element('didl:DIDL', rootAttributes, toItem(record, context)),
};

const xml = { mimeType: 'application/xml' };

function toItem(record: ArticleRecord, context: FormatContext): XmlElement {
  const { url, doi, files, dates, accessRights } = record;
  const children = [toDescriptor(element('dii:Identifier', undefined, getIdentifier(record, context)))];
  // The record's own last change is in the header of the answer; this is the article's.
  const updated = dates.findLast(({ dateType, date }) => dateType === 'Updated' && !date.includes('/'));
  if (updated !== undefined) children.push(toDescriptor(element('dcterms:modified', undefined, updated.date)));
  const page = (url === undefined ? null : findUri(url)) ?? (doi === undefined ? null : findUri(toDoiUrl(doi)));
  const pageComponent = page === null ? null : toComponent('text/html', page);
  if (pageComponent !== null) children.push(pageComponent);
  const metadata = element('didl:Component', undefined, element('didl:Resource', xml, oaiDc.toElement(record, context)));
  children.push(element('didl:Item', undefined, ...toObjectType('descriptiveMetadata'), metadata));
  for (const file of files) {
    const item = toFileItem(file, accessRights);
    if (item !== null) children.push(item);
  }
  if (pageComponent !== null) children.push(element('didl:Item', undefined, ...toObjectType('humanStartPage'), pageComponent));
  return { name: 'didl:Item', children };
}

/** What persists: a URN of a national library, which DARE demanded, a DOI, a handle; or else the page, or the OAI identifier. */
function getIdentifier({ url, doi, identifiers }: ArticleRecord, { identifier }: FormatContext): string {
  const links = identifiers.map((item) => toLink(item.identifier, item.identifierType));
  const nbn = links.find((link) => /^urn:nbn:/i.test(link));
  const handle = links.find((link) => link.startsWith('https://hdl.handle.net/'));
  for (const link of [nbn, doi === undefined ? undefined : toDoiUrl(doi), handle, url]) {
    const uri = link === undefined ? null : findUri(link);
    if (uri !== null) return uri;
  }
  return identifier;
}

function toDescriptor(statement: XmlElement): XmlElement {
  return element('didl:Descriptor', undefined, element('didl:Statement', xml, statement));
}

function toComponent(mimeType: string, ref: string): XmlElement {
  return element('didl:Component', undefined, element('didl:Resource', { mimeType, ref }));
}

type ObjectType = 'descriptiveMetadata' | 'objectFile' | 'humanStartPage';

/** As version 2 of the agreement says it, which EPrints writes, and as version 3 does: NARCIS reads either. */
function toObjectType(objectType: ObjectType): XmlElement[] {
  const term = `info:eu-repo/semantics/${objectType}`;
  return [toDescriptor(element('dip:ObjectType', undefined, term)), toDescriptor(element('rdf:type', { 'rdf:resource': term }))];
}

const accessTerms: Readonly<Record<AccessLevel, string>> = {
  open: 'http://purl.org/eprint/accessRights/OpenAccess',
  embargoed: 'http://purl.org/eprint/accessRights/RestrictedAccess',
  restricted: 'http://purl.org/eprint/accessRights/RestrictedAccess',
  'metadata only': 'http://purl.org/eprint/accessRights/ClosedAccess',
};

const mediaType = /^[a-z]+\/[\w!#$&^.+-]+(?:\s*;.*)?$/i;

/** A file, with who may read it. */
function toFileItem(file: ArticleRecord['files'][number], accessRights: AccessLevel | undefined): XmlElement | null {
  const ref = findUri(file.url);
  if (ref === null) return null;
  const children = toObjectType('objectFile');
  if (accessRights !== undefined) {
    children.push(toDescriptor(element('dcterms:accessRights', undefined, accessTerms[accessRights])));
  }
  if (file.name !== undefined) children.push(toDescriptor(element('dcterms:title', undefined, file.name)));
  if (file.description !== undefined) children.push(toDescriptor(element('dcterms:description', undefined, file.description)));
  const { mimeType = '' } = file;
  children.push(toComponent(mediaType.test(mimeType) ? mimeType : 'application/octet-stream', ref));
  return { name: 'didl:Item', children };
}
