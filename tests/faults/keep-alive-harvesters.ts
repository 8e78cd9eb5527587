import { Agent, get } from 'node:http';

/** Harvesters that ask for page after page, each on one connection that is kept, and begin again at the end of the list. */
export interface KeepAliveHarvesters {
  /** Every identifier of each harvest that came to its end, in order. */
  readonly harvests: readonly (readonly string[])[];
  /** What went wrong: the request and the reason. A request that failed is sent again on another connection. */
  readonly failures: readonly string[];
  /** How many harvesters have had a failure, be it several. */
  unlucky(): number;
  /** How many requests were answered. */
  answers(): number;
  /** The same, of each harvester. */
  answersOfEach(): number[];
  stop(): Promise<void>;
}

/** Starts them on the endpoint at that URL. */
export function startKeepAliveHarvesters(url: string, count: number): KeepAliveHarvesters {
  const harvests: string[][] = [];
  const failures: string[] = [];
  const unlucky = new Set<number>();
  const answers = Array.from({ length: count }, () => 0);
  let going = true;
  const harvest = async (_: number, harvester: number) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (going) {
      let query = '?verb=ListRecords&metadataPrefix=oai_dc';
      const identifiers: string[] = [];
      while (going && query !== '') {
        const page = await ask(`${url}${query}`, agent).catch((error: Error) => {
          failures.push(`${query}: ${error.message}`);
          unlucky.add(harvester);
          return null;
        });
        if (page === null) continue;
        answers[harvester]! += 1;
        identifiers.push(...[...page.matchAll(/<identifier>([^<]+)</g)].map(([, identifier]) => identifier!));
        const token = /<resumptionToken[^>]*>([^<]+)</.exec(page)?.[1];
        query = token === undefined ? '' : `?verb=ListRecords&resumptionToken=${token}`;
      }
      if (query === '') harvests.push(identifiers);
    }
    agent.destroy();
  };
  const done = Promise.all(answers.map(harvest));
  return {
    harvests,
    failures,
    unlucky: () => unlucky.size,
    answers: () => answers.reduce((sum, each) => sum + each, 0),
    answersOfEach: () => [...answers],
    stop: async () => {
      going = false;
      await done;
    },
  };
}

const patienceMs = 10_000;

function ask(url: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, timeout: patienceMs }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode === 200) resolve(Buffer.concat(chunks).toString('utf8'));
        else reject(new Error(`HTTP ${response.statusCode}`));
      });
    });
    request.on('timeout', () => request.destroy(new Error(`no answer within ${patienceMs} ms`)));
    request.on('error', reject);
  });
}
