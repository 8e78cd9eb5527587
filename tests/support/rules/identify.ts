import { parseXml } from '../xml-tree.ts';
import { findGranularity, type RuleInput } from './rule-input.ts';

const anyAddress = /^\S+@(\S+\.)+\S+$/;

/** The rules of §4.2 on Identify. */
export function checkIdentify({ answer, expectation }: RuleInput): string[] {
  const { identify } = answer;
  if (identify === null) return [];
  const faults: string[] = [];
  if (identify.repositoryName.trim() === '') faults.push('I-01: repositoryName is empty');
  if (identify.baseURL !== answer.request.text.trim())
    faults.push(`X-09: request is not baseURL ${JSON.stringify(identify.baseURL)}`);
  for (const email of identify.adminEmails) {
    if (/^mailto:/i.test(email)) faults.push(`I-04: adminEmail has a mailto: ${email}`);
    else if (!anyAddress.test(email)) faults.push(`I-04: adminEmail is no address: ${JSON.stringify(email)}`);
  }
  const { granularity, earliestDatestamp } = identify;
  if (findGranularity(earliestDatestamp) !== granularity) {
    faults.push(`I-09: earliestDatestamp ${JSON.stringify(earliestDatestamp)} is not in the granularity ${granularity}`);
  }
  if (expectation.granularity !== undefined && granularity !== expectation.granularity)
    faults.push(`I-09: granularity is ${granularity}`);
  if (earliestDatestamp > answer.responseDate) faults.push(`D-17: earliestDatestamp ${earliestDatestamp} lies in the future`);
  if (identify.compressions.includes('identity')) faults.push('I-11: identity is listed as a compression');
  const containers = identify.descriptions.filter((description) =>
    description.includes('http://www.openarchives.org/OAI/2.0/oai-identifier"'),
  );
  if (containers.length > 1) faults.push(`I-13: ${containers.length} oai-identifier containers`);
  return [...faults, ...identify.descriptions.flatMap(checkDescription)];
}

function checkDescription(description: string): string[] {
  try {
    parseXml(description);
    return [];
  } catch (error) {
    return [`X-21: a description cannot stand alone: ${error instanceof Error ? error.message : String(error)}`];
  }
}
