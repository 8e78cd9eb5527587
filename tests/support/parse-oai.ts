import { childrenOf, findChild, findChildText, parseXml, type XmlElement } from './xml-tree.ts';

/** The namespace of the protocol (§3.2). */
export const oaiNamespace = 'http://www.openarchives.org/OAI/2.0/';

/** A record of ListRecords or GetRecord, or a header of ListIdentifiers. */
export interface OaiRecord {
  readonly identifier: string;
  readonly datestamp: string;
  readonly deleted: boolean;
  readonly sets: readonly string[];
  /** What stands inside `metadata`, as written; null where there is no such element. */
  readonly metadataXml: string | null;
}

export interface OaiToken {
  readonly value: string;
  readonly cursor: number | null;
  readonly completeListSize: number | null;
}

export interface OaiIdentify {
  readonly repositoryName: string;
  readonly baseURL: string;
  readonly protocolVersion: string;
  readonly adminEmails: readonly string[];
  readonly earliestDatestamp: string;
  readonly deletedRecord: string;
  readonly granularity: string;
  readonly compressions: readonly string[];
  /** What stands inside each `description`, as written. */
  readonly descriptions: readonly string[];
}

/** One answer of a repository. */
export interface OaiAnswer {
  readonly responseDate: string;
  readonly request: { readonly attributes: Readonly<Record<string, string>>; readonly text: string };
  readonly errors: readonly { readonly code: string; readonly text: string }[];
  /** The element that holds the answer; null when there are errors instead. */
  readonly verb: string | null;
  readonly records: readonly OaiRecord[];
  readonly resumptionToken: OaiToken | null;
  readonly sets: readonly { readonly setSpec: string; readonly setName: string }[];
  readonly formats: readonly { readonly metadataPrefix: string; readonly schema: string; readonly metadataNamespace: string }[];
  readonly identify: OaiIdentify | null;
}

/** Parses an answer. @throws Error when it is not well-formed, or not an OAI-PMH answer at all */
export function parseOai(xml: string): OaiAnswer {
  return toOaiAnswer(parseXml(xml).root);
}

/** Reads an answer from its parsed document. @throws Error when the root is not OAI-PMH */
export function toOaiAnswer(root: XmlElement): OaiAnswer {
  if (root.local !== 'OAI-PMH' || root.uri !== oaiNamespace) {
    throw new Error(`The root element is {${root.uri}}${root.local}, not OAI-PMH.`);
  }
  const request = findChild(root, 'request');
  const body = root.children.find((child) => !['responseDate', 'request', 'error'].includes(child.local)) ?? null;
  return {
    responseDate: findChildText(root, 'responseDate') ?? '',
    request: { attributes: Object.fromEntries(request?.attributes ?? []), text: request?.text ?? '' },
    errors: childrenOf(root, 'error').map((error) => ({ code: error.attributes.get('code') ?? '', text: error.text })),
    verb: body?.local ?? null,
    records: body === null ? [] : listRecords(body),
    resumptionToken: body === null ? null : findToken(body),
    sets: body === null ? [] : childrenOf(body, 'set').map(toSet),
    formats: body === null ? [] : childrenOf(body, 'metadataFormat').map(toFormat),
    identify: body?.local === 'Identify' ? toIdentify(body) : null,
  };
}

function listRecords(body: XmlElement): OaiRecord[] {
  const records = childrenOf(body, 'record').map((record) =>
    toRecord(findChild(record, 'header'), findChild(record, 'metadata')),
  );
  return [...records, ...childrenOf(body, 'header').map((header) => toRecord(header, null))];
}

function toRecord(header: XmlElement | null, metadata: XmlElement | null): OaiRecord {
  if (header === null) throw new Error('A record has no header.');
  return {
    identifier: findChildText(header, 'identifier') ?? '',
    datestamp: findChildText(header, 'datestamp') ?? '',
    deleted: header.attributes.get('status') === 'deleted',
    sets: childrenOf(header, 'setSpec').map((set) => set.text),
    metadataXml: metadata?.inner ?? null,
  };
}

function findToken(body: XmlElement): OaiToken | null {
  const token = findChild(body, 'resumptionToken');
  if (token === null) return null;
  const readNumber = (name: string) => {
    const value = token.attributes.get(name);
    return value === undefined ? null : Number(value);
  };
  return { value: token.text, cursor: readNumber('cursor'), completeListSize: readNumber('completeListSize') };
}

function toSet(set: XmlElement) {
  return { setSpec: findChildText(set, 'setSpec') ?? '', setName: findChildText(set, 'setName') ?? '' };
}

function toFormat(format: XmlElement) {
  return {
    metadataPrefix: findChildText(format, 'metadataPrefix') ?? '',
    schema: findChildText(format, 'schema') ?? '',
    metadataNamespace: findChildText(format, 'metadataNamespace') ?? '',
  };
}

function toIdentify(body: XmlElement): OaiIdentify {
  return {
    repositoryName: findChildText(body, 'repositoryName') ?? '',
    baseURL: findChildText(body, 'baseURL') ?? '',
    protocolVersion: findChildText(body, 'protocolVersion') ?? '',
    adminEmails: childrenOf(body, 'adminEmail').map((email) => email.text),
    earliestDatestamp: findChildText(body, 'earliestDatestamp') ?? '',
    deletedRecord: findChildText(body, 'deletedRecord') ?? '',
    granularity: findChildText(body, 'granularity') ?? '',
    compressions: childrenOf(body, 'compression').map((compression) => compression.text),
    descriptions: childrenOf(body, 'description').map((description) => description.inner),
  };
}
