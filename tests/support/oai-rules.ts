import { toOaiAnswer } from './parse-oai.ts';
import { checkEnvelope, checkStart } from './rules/envelope.ts';
import { checkIdentify } from './rules/identify.ts';
import { checkLists } from './rules/lists.ts';
import { checkRecords } from './rules/records.ts';
import type { RuleExpectation, RuleInput } from './rules/rule-input.ts';
import { parseXml, type XmlDocument } from './xml-tree.ts';

export type { RuleExpectation } from './rules/rule-input.ts';

/**
 * Checks an answer by the rules that OAI-PMH.xsd cannot see (conformance §12, end). An answer can be valid by the schema and still break
 * every one of them.
 *
 * @param expectation what the repository is known to be; rules that need it are left out without it
 * @returns one line per broken rule, starting with the row of the conformance list: `X-07: …`
 */
export function checkRules(xml: string, expectation: RuleExpectation = {}): string[] {
  let document: XmlDocument;
  try {
    document = parseXml(xml);
  } catch (error) {
    return [...checkStart(xml), `X-01: not well-formed: ${error instanceof Error ? error.message : String(error)}`];
  }
  const { root } = document;
  const envelope = checkEnvelope(xml, document, expectation);
  if (envelope.some((fault) => fault.startsWith('X-03: root'))) return envelope;
  const input: RuleInput = { root, answer: toOaiAnswer(root), expectation };
  return [...envelope, ...checkIdentify(input), ...checkRecords(input), ...checkLists(input)];
}
