import type { Bench, Measure } from '../bench.ts';
import { identifierDomain, type ProgramServer, startPlainServer } from '../servers/program.ts';
import { type BareRoute, startBareRoute } from '../servers/start-bare-route.ts';
import { median, takeTurns } from '../statistics.ts';

const loadMs = 3000;
const rounds = 3;
const identifiersAsked = 5000;

/** GetRecord, against a bare Express route that looks one record up. */
export const getRecord: Measure = {
  name: 'get-record',
  run: (bench) =>
    withServers(bench, async (server, bare) => {
      const queries = makeGetRecordQueries(bench.options.records);
      await compare(
        bench,
        'GetRecord',
        { ours: server.url, bare: bare.recordUrl, queries },
        'a bare Express route, one look-up',
        0.6,
      );
    }),
};

/** Identify, against a bare Express route that sends a constant of the same size. */
export const identify: Measure = {
  name: 'identify',
  run: (bench) =>
    withServers(bench, async (server, bare) => {
      await compare(
        bench,
        'Identify',
        { ours: server.url, bare: bare.constantUrl, queries: ['verb=Identify'] },
        'a bare Express route, no look-up',
      );
    }),
};

// About the size of Identify's answer.
const constantBytes = 1200;

async function withServers(bench: Bench, work: (server: ProgramServer, bare: BareRoute) => Promise<void>): Promise<void> {
  const server = await startPlainServer({ databaseUrl: bench.database.url });
  try {
    const bare = await startBareRoute(bench, constantBytes);
    await work(server, bare).finally(() => bare.stop());
  } finally {
    await server.stop();
  }
}

/** Requests for records from all over the list, in no order that any cache would like. */
function makeGetRecordQueries(records: number): string[] {
  return Array.from({ length: identifiersAsked }, (_, index) => {
    const record = (index * 7_919_777 + 13) % records;
    return `verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:${identifierDomain}:article-${record}`;
  });
}

interface Contest {
  readonly ours: string;
  readonly bare: string;
  readonly queries: readonly string[];
}

async function compare(
  { client, progress, addRow }: Bench,
  measure: string,
  { ours, bare, queries }: Contest,
  name: string,
  atLeast?: number,
): Promise<void> {
  for (const connections of [1, 16]) {
    const named = `${measure}, ${connections === 1 ? '1 connection' : `${connections} connections`}`;
    progress(named);
    const ask = (url: string, ms = loadMs) => client.run('load', { url, queries, connections, ms });
    await ask(ours, loadMs / 3);
    await ask(bare, loadMs / 3);
    const turns = await takeTurns({ ours: () => ask(ours), bare: () => ask(bare) }, { rounds });
    const [figure, limit] = [turns.ours, turns.bare].map((each) =>
      median(each.map(({ requests, ms }) => (requests / ms) * 1000)),
    );
    addRow({
      measure: named,
      figure: figure!,
      unit: 'requests/s',
      limit: { name, figure: limit! },
      ...(atLeast === undefined || connections === 1 ? {} : { target: { of: 'ratio', atLeast } }),
    });
  }
}
