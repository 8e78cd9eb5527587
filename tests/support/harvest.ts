import { setTimeout as sleep } from 'node:timers/promises';
import { type OaiAnswer, type OaiRecord, parseOai } from './parse-oai.ts';

/** What to harvest, and how to ask for it. */
export interface HarvestOptions {
  /** ListRecords when left out. */
  readonly verb?: 'ListRecords' | 'ListIdentifiers';
  /** `oai_dc` when left out. */
  readonly metadataPrefix?: string;
  readonly from?: string;
  readonly until?: string;
  readonly set?: string;
  /** GET when left out. */
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** How often a 503 with Retry-After is waited for before it counts as a failure; not at all when left out. */
  readonly retries?: number;
}

/** One page as it came: the answer, its text and its place in the list. */
export interface HarvestedPage {
  readonly answer: OaiAnswer;
  readonly xml: string;
  /** 0 for the first. */
  readonly index: number;
}

export interface Harvest {
  readonly records: readonly OaiRecord[];
  /** The responseDate of the first page: where the next incremental harvest starts. */
  readonly responseDate: string;
  readonly pages: number;
}

/** A list that never ends would hang a test; no test has a list of that many pages. */
const mostPages = 100_000;

/** Sends one request and returns the answer's text. @throws Error when it is not answered with 200 and text/xml */
export async function requestOai(
  baseUrl: string,
  args: Readonly<Record<string, string>>,
  options: HarvestOptions = {},
): Promise<string> {
  const query = new URLSearchParams(args);
  const init = { headers: { ...options.headers }, ...(options.signal === undefined ? {} : { signal: options.signal }) };
  for (let attempt = 0; ; attempt += 1) {
    const response =
      options.method === 'POST'
        ? await fetch(baseUrl, { ...init, method: 'POST', body: query })
        : await fetch(`${baseUrl}?${query}`, init);
    const xml = await response.text();
    const retryAfter = response.headers.get('retry-after');
    if (response.status === 503 && retryAfter !== null && attempt < (options.retries ?? 0)) {
      await sleep(Number(retryAfter) * 1000);
      continue;
    }
    const type = response.headers.get('content-type') ?? 'no content type';
    if (response.status !== 200 || !type.startsWith('text/xml'))
      throw new Error(`HTTP ${response.status}, ${type}, for ?${query}`);
    return xml;
  }
}

/**
 * Harvests a whole list, following its tokens. An empty list (noRecordsMatch) is no error.
 *
 * @throws Error on any other OAI error, on an answer that is not well-formed, and on a list that does not come forward
 */
export async function harvestAll(
  baseUrl: string,
  options: HarvestOptions = {},
  onPage: (page: HarvestedPage) => void | Promise<void> = () => {},
): Promise<Harvest> {
  const verb = options.verb ?? 'ListRecords';
  const records: OaiRecord[] = [];
  let responseDate = '';
  let args = toFirstArguments(verb, options);
  for (let index = 0; index < mostPages; index += 1) {
    const xml = await requestOai(baseUrl, args, options);
    const answer = parseOai(xml);
    if (index === 0) responseDate = answer.responseDate;
    if (answer.errors.some(({ code }) => code !== 'noRecordsMatch')) {
      throw new Error(`${new URLSearchParams(args)}: ${answer.errors.map(({ code, text }) => `${code}: ${text}`).join('; ')}`);
    }
    for (const record of answer.records) records.push(record);
    await onPage({ answer, xml, index });
    const token = answer.resumptionToken?.value ?? '';
    if (token === '') return { records, responseDate, pages: index + 1 };
    if (token === args.resumptionToken) throw new Error(`The same token again: ${token}`);
    args = { verb, resumptionToken: token };
  }
  throw new Error(`The list did not end within ${mostPages} pages.`);
}

function toFirstArguments(verb: string, options: HarvestOptions): Record<string, string> {
  const args: Record<string, string> = { verb, metadataPrefix: options.metadataPrefix ?? 'oai_dc' };
  for (const name of ['from', 'until', 'set'] as const) {
    const value = options[name];
    if (value !== undefined) args[name] = value;
  }
  return args;
}
