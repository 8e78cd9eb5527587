import { expect, test } from 'vitest';
import { formats } from '../../src/formats/index.ts';
import { formatChecks } from '../formats/checks/index.ts';
import { checkRules, type RuleExpectation } from '../support/oai-rules.ts';
import { type OaiAnswer, parseOai } from '../support/parse-oai.ts';
import { needsSchemas, validateXml } from '../support/xsd.ts';
import { postForm, sendRequest, type WireReply } from '../web/send-request.ts';

/** One OAI-PMH answer: parsed, with what came over the wire. */
export interface Reply extends OaiAnswer {
  readonly wire: WireReply;
  readonly xml: string;
  /** The codes of its errors, in their order. */
  readonly codes: readonly string[];
}

/** Asks a repository and keeps every answer, to be checked by all the rules at the end. */
export interface Asker {
  /** Sends a query as it stands by GET. Every answer must be HTTP 200, `text/xml; charset=utf-8` and an OAI-PMH document [H-07] [H-08] [H-09]. */
  get(query: string): Promise<Reply>;
  /** The same by POST. */
  post(body: string): Promise<Reply>;
  /** Sends arguments, encoded. */
  ask(args: Readonly<Record<string, string>>): Promise<Reply>;
  /** Declares the tests that check what was collected; call it last in a file. */
  declareChecks(): void;
}

interface Collected {
  readonly name: string;
  readonly xml: string;
  /** Of the records in it. */
  readonly prefix: string;
  readonly expectation: RuleExpectation;
}

/**
 * Makes an asker.
 *
 * @param getUrl where the repository is, once it has been started
 * @param expectation what every answer of it must agree with
 */
export function makeAsker(name: string, getUrl: () => string, expectation: RuleExpectation = {}): Asker {
  const collected: Collected[] = [];
  const keep = (query: string, wire: WireReply): Reply => {
    expect([wire.status, wire.headers['content-type']], query).toEqual([200, 'text/xml; charset=utf-8']);
    const expected = { ...expectation, ...toArguments(query), ...toFormat(wire.text) };
    collected.push({ name: query.slice(0, 200), xml: wire.text, prefix: findPrefix(wire.text), expectation: expected });
    const answer = parseOai(wire.text);
    return { ...answer, wire, xml: wire.text, codes: answer.errors.map(({ code }) => code) };
  };
  const get = async (query: string) => keep(query, await sendRequest(getUrl(), { query }));
  const post = async (body: string) => keep(body, await postForm(getUrl(), body));
  return {
    get,
    post,
    ask: (args) => get(new URLSearchParams(args).toString()),
    declareChecks: () => declareChecks(name, collected),
  };
}

/** The format of the records in an answer, by the namespace of the first. */
function findPrefix(xml: string): string {
  const [, namespace] = /<metadata><[^>]*xsi:schemaLocation="(\S+)/.exec(xml) ?? [];
  return formats.find((format) => format.namespace === namespace)?.prefix ?? 'oai_dc';
}

function toFormat(xml: string): RuleExpectation {
  const { prefix, schema, namespace } = formats.find((format) => format.prefix === findPrefix(xml))!;
  return prefix === 'oai_dc' ? {} : { format: { schema, metadataNamespace: namespace } };
}

/** What the echo must be, where the query can be read as a map. */
function toArguments(query: string): RuleExpectation {
  const parameters = new URLSearchParams(query);
  const args = Object.fromEntries(parameters);
  return Object.keys(args).length === parameters.size ? { arguments: args } : {};
}

function declareChecks(name: string, collected: readonly Collected[]): void {
  test(`every answer of ${name} keeps the rules that the schema cannot see [X-02] [X-03] [X-04] [X-05] [X-07] [X-09] [X-10] [X-11] [X-15] [X-20] [X-21] [X-23] [A-10] [A-11]`, () => {
    expect(collected.length).toBeGreaterThan(0);
    const faults = collected.flatMap((each) => checkRules(each.xml, each.expectation).map((fault) => `${each.name}: ${fault}`));
    expect(faults).toEqual([]);
  });
  needsSchemas(`${name}, by the schemas`, () => {
    test('every answer is valid [X-01] [X-06] [X-22] [X-26]', () => {
      for (const prefix of new Set(collected.map((each) => each.prefix))) {
        const { driver } = formatChecks[prefix]!;
        if (driver !== undefined)
          expect(
            validateXml(
              collected.filter((each) => each.prefix === prefix),
              driver,
            ),
          ).toEqual([]);
      }
    });
  });
}
