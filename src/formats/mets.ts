import type { ArticleRecord } from '../record/record.ts';
import { element, type XmlElement } from '../xml/element.ts';
import type { Format, FormatContext } from './format.ts';
import { findMarcGenre, findOwnGenre } from './genre.ts';
import { findModsRights, modsNamespaces, modsSchemaLocation, toModsElement } from './mods.ts';
import { findWebUri } from './web-uri.ts';

const namespace = 'http://www.loc.gov/METS/';
const schema = 'http://www.loc.gov/standards/mets/mets.xsd';

const rootAttributes = {
  'xmlns:mets': namespace,
  ...modsNamespaces,
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  'xsi:schemaLocation': `${namespace} ${schema} ${modsSchemaLocation}`,
};

/** METS, in which DSpace and EPrints hand out a record together with its files; docs/formats.md has the mapping. */
export const mets: Format = { prefix: 'mets', schema, namespace, version: 2, toElement };

/** A file that can be pointed at: its address is a URI. */
type MetsFile = ArticleRecord['files'][number] & { readonly uri: string; readonly id: string };

/** The IDs of one record's sections. */
interface Ids {
  readonly description: string;
  readonly administration: string;
  /** Undefined where the record says nothing of rights. */
  readonly rights: string | undefined;
}

function toElement(record: ArticleRecord, context: FormatContext): XmlElement {
  const label = record.titles[0]?.title;
  const rights = findModsRights(record);
  const suffix = toIdSuffix(context.identifier);
  const ids = {
    description: `DMD_${suffix}`,
    administration: `AMD_${suffix}`,
    rights: rights === null ? undefined : `RIGHTS_${suffix}`,
  };
  const files = listFiles(record, suffix);
  const children = [element('mets:dmdSec', { ID: ids.description }, wrapMods(toModsElement(record, context)))];
  if (rights !== null) children.push(makeAdministration(rights, ids));
  if (files.length > 0) children.push(makeFileSection(files, ids));
  children.push(makeStructure(record, files, ids));
  return {
    name: 'mets:mets',
    attributes: { ...rootAttributes, OBJID: context.identifier, ...(label === undefined ? {} : { LABEL: label }) },
    children,
  };
}

const notInId = /[^A-Za-z0-9.-]/gu;

/**
 * The identifier as part of an NCName. A page of ListRecords is one document, in which an ID may stand only once, so every ID has
 * the record's identifier in it; what a name does not allow becomes its code point between underscores, so that no two collide.
 */
function toIdSuffix(identifier: string): string {
  return identifier.replace(notInId, (character) => `_${(character.codePointAt(0) as number).toString(16)}_`);
}

/** Files are counted, since neither their names nor their addresses make IDs. */
function listFiles({ files }: ArticleRecord, suffix: string): MetsFile[] {
  const found: MetsFile[] = [];
  for (const file of files) {
    const uri = findWebUri(file.url);
    if (uri !== null) found.push({ ...file, uri, id: `FILE_${found.length + 1}_${suffix}` });
  }
  return found;
}

const modsWrap = { MIMETYPE: 'text/xml', MDTYPE: 'MODS', MDTYPEVERSION: '3.7' };

function wrapMods(mods: XmlElement): XmlElement {
  return element('mets:mdWrap', modsWrap, element('mets:xmlData', undefined, mods));
}

function makeAdministration(mods: XmlElement, { administration, rights }: Ids): XmlElement {
  const attributes = rights === undefined ? undefined : { ID: rights };
  return element('mets:amdSec', { ID: administration }, element('mets:rightsMD', attributes, wrapMods(mods)));
}

/** Every file, readable by everybody or not: METS describes the object, and each file points to who may read it. */
function makeFileSection(files: readonly MetsFile[], { rights }: Ids): XmlElement {
  const children = files.map(({ id, uri, name, mimeType, size }) => {
    const attributes = {
      ID: id,
      ...(mimeType === undefined ? {} : { MIMETYPE: mimeType }),
      ...(size === undefined ? {} : { SIZE: String(size) }),
      ...(rights === undefined ? {} : { ADMID: rights }),
    };
    const link = { LOCTYPE: 'URL', 'xlink:type': 'simple', 'xlink:href': uri };
    return element('mets:file', attributes, element('mets:FLocat', name === undefined ? link : { ...link, 'xlink:title': name }));
  });
  return element('mets:fileSec', undefined, { name: 'mets:fileGrp', attributes: { USE: 'CONTENT' }, children });
}

/** METS demands a structure even of a record without files: the work, and in it each file in order. */
function makeStructure(record: ArticleRecord, files: readonly MetsFile[], { description, rights }: Ids): XmlElement {
  const label = record.titles[0]?.title;
  const type = findOwnGenre(record) ?? findMarcGenre(record);
  const attributes = {
    DMDID: description,
    ...(rights === undefined ? {} : { ADMID: rights }),
    ...(type === null ? {} : { TYPE: type }),
    ...(label === undefined ? {} : { LABEL: label }),
  };
  const children = files.map(({ id, ...file }, index) => {
    const fileLabel = file.description ?? file.name;
    const place = { TYPE: 'file', ORDER: String(index + 1), ...(fileLabel === undefined ? {} : { LABEL: fileLabel }) };
    return element('mets:div', place, element('mets:fptr', { FILEID: id }));
  });
  return element('mets:structMap', { TYPE: 'LOGICAL' }, { name: 'mets:div', attributes, children });
}
