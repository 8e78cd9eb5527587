import { oaiNamespace, toOaiAnswer } from '../parse-oai.ts';
import type { XmlDocument, XmlElement } from '../xml-tree.ts';
import { findGranularity, type RuleExpectation } from './rule-input.ts';

const declaration = '<?xml version="1.0" encoding="UTF-8"?>';
const schemaInstance = 'http://www.w3.org/2001/XMLSchema-instance';

// What the reference validator looks for, letter for letter.
const schemaLocation =
  /^\s?http:\/\/www\.openarchives\.org\/OAI\/2\.0\/\s*http:\/\/www\.openarchives\.org\/OAI\/2\.0\/OAI-PMH\.xsd/;

const errorCodes = [
  'badArgument',
  'badResumptionToken',
  'badVerb',
  'cannotDisseminateFormat',
  'idDoesNotExist',
  'noRecordsMatch',
  'noMetadataFormats',
  'noSetHierarchy',
];

/** The rules of §3.2 on what surrounds an answer: declaration, root, responseDate, request and errors. */
export function checkEnvelope(xml: string, { root, hasDoctype }: XmlDocument, expectation: RuleExpectation): string[] {
  const faults = checkStart(xml);
  if (xml.indexOf('<?xml ', 1) !== -1) faults.push('X-23: a second XML declaration');
  if (hasDoctype) faults.push('X-23: a document type declaration');
  const entity = /&(?!lt;|gt;|amp;|quot;|apos;|#)[^;\s]*;?/.exec(withoutCdata(xml));
  if (entity !== null) faults.push(`X-15: the named entity ${entity[0]}`);
  return [...faults, ...checkRoot(root, expectation)];
}

/** What an answer starts with, to the byte: nothing may stand before the declaration, or an XML parser gives up. */
export function checkStart(xml: string): string[] {
  return xml.startsWith(declaration) ? [] : [`X-02: starts with ${JSON.stringify(xml.slice(0, 60))}`];
}

function withoutCdata(xml: string): string {
  return xml.replace(/<!\[CDATA\[.*?\]\]>|<!--.*?-->/gs, '');
}

function checkRoot(root: XmlElement, expectation: RuleExpectation): string[] {
  if (root.local !== 'OAI-PMH' || root.uri !== oaiNamespace) return [`X-03: root is {${root.uri}}${root.name}`];
  const faults: string[] = [];
  if (root.prefix !== '') faults.push(`X-05: root is prefixed: ${root.name}`);
  else if (root.attributes.get('xmlns') !== oaiNamespace) faults.push('X-03: no xmlns on the root');
  if (root.attributes.get('xmlns:xsi') !== schemaInstance) faults.push('X-03: no xmlns:xsi on the root');
  const location = root.attributes.get('xsi:schemaLocation');
  if (location === undefined) faults.push('X-03: no xsi:schemaLocation on the root');
  else if (!schemaLocation.test(location)) faults.push(`X-04: xsi:schemaLocation is ${JSON.stringify(location)}`);
  return [...faults, ...checkRequest(root, expectation), ...checkErrors(root)];
}

function checkRequest(root: XmlElement, expectation: RuleExpectation): string[] {
  const { responseDate, request, errors } = toOaiAnswer(root);
  const faults: string[] = [];
  if (findGranularity(responseDate) !== 'YYYY-MM-DDThh:mm:ssZ')
    faults.push(`X-07: responseDate is ${JSON.stringify(responseDate)}`);
  if (expectation.baseUrl !== undefined && request.text.trim() !== expectation.baseUrl) {
    faults.push(`X-09: request is ${JSON.stringify(request.text)}, not the base URL ${expectation.baseUrl}`);
  }
  if (!/^https?:\/\/[^?#\s]+$/.test(request.text.trim()))
    faults.push(`H-04: request is ${JSON.stringify(request.text)}, not a plain URL`);
  const echoed = Object.keys(request.attributes);
  if (errors.some(({ code }) => code === 'badVerb' || code === 'badArgument')) {
    if (echoed.length > 0) faults.push(`X-11: request has the attributes ${echoed.join(', ')}`);
  } else if (expectation.arguments !== undefined && errors.length === 0) {
    faults.push(...checkEcho(request.attributes, expectation.arguments));
  }
  return faults;
}

function checkEcho(echoed: Readonly<Record<string, string>>, sent: Readonly<Record<string, string>>): string[] {
  const names = new Set([...Object.keys(echoed), ...Object.keys(sent)]);
  return [...names]
    .filter((name) => echoed[name] !== sent[name])
    .map((name) => `X-10: ${name} was ${JSON.stringify(sent[name])} and is echoed as ${JSON.stringify(echoed[name])}`);
}

function checkErrors(root: XmlElement): string[] {
  const { errors, verb } = toOaiAnswer(root);
  const faults = errors.flatMap(({ code, text }) => [
    ...(errorCodes.includes(code) ? [] : [`A-11: no such error code: ${JSON.stringify(code)}`]),
    ...(text.trim() === '' ? [`A-10: the ${code} error has no text`] : []),
  ]);
  if (errors.length > 0 && verb !== null) faults.push(`A-11: errors and ${verb} in one answer`);
  if (errors.length === 0 && verb === null) faults.push('X-06: neither an error nor an answer');
  return faults;
}
