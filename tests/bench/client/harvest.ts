import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Encoding, makeConnection } from './connection.ts';
import { countHeaders, readPageEnd, toBody } from './page.ts';

/** A harvest of one list, page after page. */
export interface HarvestOrder {
  readonly url: string;
  /** The first request, without the `?`; those that follow have only the verb and the token. */
  readonly query: string;
  readonly encoding?: Encoding;
  readonly maxPages?: number;
  /** No new page is asked for after so many milliseconds. */
  readonly maxMs?: number;
  /** Harvesters at once, each of them from the beginning. */
  readonly harvesters?: number;
  /** Counts the records of every page, which costs the client more than the harvest itself. */
  readonly count?: boolean;
  readonly keepTokens?: boolean;
  /** Writes every page to this folder, as it is and compressed, named after the token it is asked for with. */
  readonly saveTo?: string;
}

/** What was harvested, by all harvesters together. */
export interface Harvested {
  readonly pages: number;
  /** Over the wire. */
  readonly bytes: number;
  readonly ms: number;
  /** Null when they were not counted. */
  readonly records: number | null;
  /** Whether every harvester came to the end of its list. */
  readonly complete: boolean;
  readonly completeListSize: number | null;
  readonly tokens: readonly string[];
}

interface Tally {
  pages: number;
  bytes: number;
  records: number;
  finished: number;
  completeListSize: number | null;
  readonly tokens: string[];
}

/** Harvests. @throws Error at the first answer that is no page of a list */
export async function harvest(order: HarvestOrder): Promise<Harvested> {
  const { harvesters = 1 } = order;
  const tally: Tally = { pages: 0, bytes: 0, records: 0, finished: 0, completeListSize: null, tokens: [] };
  const startedAt = performance.now();
  const deadline = startedAt + (order.maxMs ?? Number.POSITIVE_INFINITY);
  await Promise.all(Array.from({ length: harvesters }, () => harvestOnce(order, tally, deadline)));
  const { pages, bytes, records, finished, completeListSize, tokens } = tally;
  return {
    pages,
    bytes,
    ms: performance.now() - startedAt,
    records: order.count === true ? records : null,
    complete: finished === harvesters,
    completeListSize,
    tokens,
  };
}

async function harvestOnce(order: HarvestOrder, tally: Tally, deadline: number): Promise<void> {
  const { query, encoding = 'identity', maxPages = Number.POSITIVE_INFINITY, count = false, saveTo } = order;
  const base = new URL(order.url);
  const verb = new URLSearchParams(query).get('verb');
  const connection = makeConnection(base, encoding);
  const whole = count || saveTo !== undefined;
  let asked = query;
  let token: string | null = null;
  try {
    for (let page = 0; page < maxPages && performance.now() < deadline; page += 1) {
      const answer = await connection.get(`${base.pathname}?${asked}`, whole);
      const body = toBody(answer);
      const end = readPageEnd(answer, body);
      if (saveTo !== undefined) savePage(saveTo, token, body);
      if (count) tally.records += countHeaders(body);
      tally.pages += 1;
      tally.bytes += answer.bytes;
      tally.completeListSize ??= end.completeListSize;
      token = end.token;
      if (token === null) {
        tally.finished += 1;
        return;
      }
      if (order.keepTokens === true) tally.tokens.push(token);
      asked = `verb=${verb}&resumptionToken=${encodeURIComponent(token)}`;
    }
  } finally {
    connection.close();
  }
}

/** The name, without its ending, of the file with the first page. */
export const firstPageName = 'first';

function savePage(folder: string, token: string | null, body: Buffer): void {
  const file = path.join(folder, `${token ?? firstPageName}.xml`);
  writeFileSync(file, body);
  writeFileSync(`${file}.gz`, gzipSync(body, { level: 1 }));
}
