import type { Measure } from '../bench.ts';
import { bigSet } from '../records-file.ts';
import { startPlainServer } from '../servers/program.ts';
import { median } from '../statistics.ts';
import { wholeList } from './save-and-serve.ts';

const times = 20;

/** How long a harvester waits for the first page of a list, with its completeListSize. */
export const firstPage: Measure = {
  name: 'first-page',
  run: async ({ client, database, options, progress, addRow }) => {
    progress('first page');
    const [row] = await database.query<{ from: string }>(
      `select to_char(min(datestamp) at time zone 'UTC' + interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "from" from published`,
    );
    const queries = [wholeList, `${wholeList}&from=${row!.from}`, `${wholeList}&set=${bigSet}`];
    const names = ['the whole list', 'all but the first second, by from', `the set ${bigSet}`];
    const server = await startPlainServer({ databaseUrl: database.url });
    try {
      await client.run('latency', { url: server.url, queries: queries.slice(0, 1), times: 10 });
      if (options.records < 20_000)
        progress('first page by from is left out: a short run is published within one second, after which nothing comes');
      for (const cold of [false, true]) {
        const asked = options.records < 20_000 ? [queries[0]!, queries[2]!] : queries;
        const answers = await client.run('latency', { url: server.url, queries: asked, times, cold });
        for (const [index, { ms, completeListSize }] of answers.entries()) {
          const query = asked[index]!;
          if (completeListSize === null) throw new Error(`${query}: the first page has no completeListSize.`);
          addRow({
            measure: `first page of ${names[queries.indexOf(query)]}, ${cold ? 'new connection' : 'kept connection'}`,
            figure: median(ms),
            unit: 'ms',
            target: { of: 'figure', atMost: options.records > 1_000_000 ? 100 : 50 },
          });
        }
      }
    } finally {
      await server.stop();
    }
  },
};
