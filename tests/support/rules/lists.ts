import type { OaiAnswer, OaiToken } from '../parse-oai.ts';
import type { RuleInput } from './rule-input.ts';

const oaiDcSchema = 'http://www.openarchives.org/OAI/2.0/oai_dc.xsd';
const oaiDcNamespace = 'http://www.openarchives.org/OAI/2.0/oai_dc/';

/** The rules on tokens, sets and formats: §3.5, §4.4, §4.6. */
export function checkLists({ answer }: RuleInput): string[] {
  const token = answer.resumptionToken;
  return [...(token === null ? [] : checkToken(token, answer)), ...checkSets(answer), ...checkFormats(answer)];
}

function checkToken({ value, cursor, completeListSize }: OaiToken, answer: OaiAnswer): string[] {
  const faults: string[] = [];
  const listed = answer.records.length + answer.sets.length;
  if (value !== '' && !/^[A-Za-z0-9_.~-]+$/.test(value))
    faults.push(`T-r: the token ${JSON.stringify(value)} is not safe in a URL`);
  if (completeListSize !== null && !isCount(completeListSize, 1)) faults.push(`T-p: completeListSize is ${completeListSize}`);
  if (cursor !== null && !isCount(cursor, 0)) faults.push(`T-q: cursor is ${cursor}`);
  if (value === answer.request.attributes.resumptionToken) faults.push('T-t: the next token is the one that was sent');
  if (listed === 0) faults.push('T-u: a token with an empty list');
  if (value === '' && answer.request.attributes.resumptionToken === undefined) {
    faults.push('T-c: an empty token on a list that is complete in one answer');
  }
  if (cursor !== null && completeListSize !== null) {
    const end = cursor + listed;
    // A list may end early, when records have changed and moved out of it; it never ends late.
    if (end > completeListSize) faults.push(`T-p: ${end} delivered, and completeListSize is ${completeListSize}`);
    // Harvesters stop where cursor + length reaches completeListSize, whatever the token says.
    if (value !== '' && end === completeListSize)
      faults.push(`T-p: all ${completeListSize} are delivered, and more are promised`);
  }
  return faults;
}

function isCount(value: number, least: number): boolean {
  return Number.isInteger(value) && value >= least;
}

function checkSets({ sets, resumptionToken, request }: OaiAnswer): string[] {
  const specs = sets.map(({ setSpec }) => setSpec);
  const faults = sets
    .filter(({ setName }) => setName.trim() === '')
    .map(({ setSpec }) => `L-01: the set ${setSpec} has no setName`);
  faults.push(...specs.filter((spec, index) => specs.indexOf(spec) !== index).map((spec) => `S-02: the set ${spec} twice`));
  const whole = resumptionToken === null && request.attributes.resumptionToken === undefined;
  if (!whole) return faults;
  const orphans = specs.filter((spec) => spec.includes(':') && !specs.includes(spec.slice(0, spec.lastIndexOf(':'))));
  return [...faults, ...orphans.map((spec) => `L-03: the set ${spec} without its parent`)];
}

function checkFormats({ verb, formats }: OaiAnswer): string[] {
  if (verb !== 'ListMetadataFormats') return [];
  const faults = formats
    .filter(({ schema, metadataNamespace }) => /\s/.test(schema) || /\s/.test(metadataNamespace))
    .map(({ metadataPrefix }) => `F-08: white space in the schema or namespace of ${metadataPrefix}`);
  if (formats.some(({ metadataPrefix }) => metadataPrefix === 'all')) faults.push('F-07: a format named all');
  const oaiDc = formats.find(({ metadataPrefix }) => metadataPrefix === 'oai_dc');
  if (oaiDc?.schema !== oaiDcSchema || oaiDc.metadataNamespace !== oaiDcNamespace)
    faults.push('F-03: oai_dc is missing or differs');
  return faults;
}
