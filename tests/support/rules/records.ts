import type { OaiRecord } from '../parse-oai.ts';
import { childrenOf, descendantsOf, findChild, parseXml, type XmlElement } from '../xml-tree.ts';
import { findGranularity, type RuleExpectation, type RuleInput } from './rule-input.ts';

const oaiDc = {
  schema: 'http://www.openarchives.org/OAI/2.0/oai_dc.xsd',
  metadataNamespace: 'http://www.openarchives.org/OAI/2.0/oai_dc/',
  root: 'dc',
};

/** The rules on headers and records: §2.5, §2.6, §3.3. */
export function checkRecords({ root, answer, expectation }: RuleInput): string[] {
  const faults = answer.records.flatMap((record) =>
    checkHeader(record, answer.responseDate).map((fault) => `${fault} (${record.identifier})`),
  );
  const granularities = new Set(answer.records.map(({ datestamp }) => findGranularity(datestamp)));
  if (granularities.size > 1) faults.push('D-02: datestamps of several granularities in one answer');
  const { granularity } = expectation;
  if (granularity !== undefined && [...granularities].some((each) => each !== null && each !== granularity)) {
    faults.push(`D-02: datestamps are not in the granularity ${granularity}`);
  }
  const repeated = answer.records.map(({ identifier }) => identifier).filter((each, index, all) => all.indexOf(each) !== index);
  if (repeated.length > 0) faults.push(`R-14: twice in one answer: ${[...new Set(repeated)].join(', ')}`);
  const body = root.children.at(-1);
  const records = body === undefined ? [] : childrenOf(body, 'record');
  return [...faults, ...records.flatMap((record) => checkRecord(record, expectation))];
}

function checkHeader({ identifier, datestamp, sets }: OaiRecord, responseDate: string): string[] {
  const faults: string[] = [];
  if (identifier === '' || /\s/.test(identifier))
    faults.push(`U-01: the identifier ${JSON.stringify(identifier)} is empty or has a blank`);
  if (findGranularity(datestamp) === null) faults.push(`D-02: the datestamp ${JSON.stringify(datestamp)} has no legal form`);
  else if (datestamp > responseDate)
    faults.push(`D-17: the datestamp ${datestamp} is later than the responseDate ${responseDate}`);
  for (const [index, set] of sets.entries()) {
    if (sets.indexOf(set) !== index) faults.push(`S-03: the set ${set} twice`);
    if (sets.some((other) => other.startsWith(`${set}:`))) faults.push(`S-03: the set ${set} beside its own descendant`);
  }
  return faults;
}

function checkRecord(record: XmlElement, expectation: RuleExpectation): string[] {
  const header = findChild(record, 'header');
  const metadata = findChild(record, 'metadata');
  const deleted = header?.attributes.get('status') === 'deleted';
  const faults: string[] = [];
  if (deleted && metadata !== null) faults.push('K-04: metadata on a deleted record');
  if (deleted && findChild(record, 'about') !== null) faults.push('K-04: about on a deleted record');
  if (!deleted && metadata === null) faults.push('G-08: a live record without metadata');
  if (metadata !== null) faults.push(...checkMetadata(metadata, expectation));
  const identifier = header === null ? 'no header' : (findChild(header, 'identifier')?.text ?? 'no identifier');
  return faults.map((fault) => `${fault} (${identifier})`);
}

function checkMetadata(metadata: XmlElement, expectation: RuleExpectation): string[] {
  const [payload, ...others] = metadata.children;
  if (payload === undefined || others.length > 0) return [`X-22: metadata holds ${metadata.children.length} elements`];
  const format = expectation.format ?? oaiDc;
  const faults: string[] = [];
  if (payload.uri !== format.metadataNamespace || (format.root !== undefined && payload.local !== format.root)) {
    faults.push(`X-20: the metadata is {${payload.uri}}${payload.local}`);
  }
  const location = payload.attributes.get('xsi:schemaLocation')?.trim().split(/\s+/) ?? [];
  const named = location[location.indexOf(format.metadataNamespace) + 1];
  if (!location.includes(format.metadataNamespace) || named !== format.schema) {
    faults.push(`X-20: the metadata's xsi:schemaLocation names ${JSON.stringify(location.join(' '))}`);
  }
  if (payload.children.length === 0) faults.push('X-22: the metadata is empty');
  return [...faults, ...checkAlone(metadata.inner, payload)];
}

/** Harvesters cut the metadata out and keep only that: it must mean the same alone. */
function checkAlone(inner: string, payload: XmlElement): string[] {
  const names = (element: XmlElement) => descendantsOf(element).map(({ uri, local }) => `{${uri}}${local}`);
  try {
    const alone = parseXml(inner).root;
    return names(alone).join() === names(payload).join()
      ? []
      : ['X-21: the metadata is in another namespace when it stands alone'];
  } catch (error) {
    return [`X-21: the metadata cannot stand alone: ${error instanceof Error ? error.message : String(error)}`];
  }
}
