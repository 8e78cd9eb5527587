import type { Measure } from '../bench.ts';
import { startPlainServer } from '../servers/program.ts';
import { median } from '../statistics.ts';
import { wholeList } from './save-and-serve.ts';

const most = 20;
const times = 10;
const pageSize = 100;

/** The last full pages of the list, against the first ones after the very first, which alone has to find out how long the list is. */
export const lastPage: Measure = {
  name: 'last-page',
  run: async ({ client, database, options, progress, addRow }) => {
    progress('last page');
    const server = await startPlainServer({ databaseUrl: database.url, pageSize });
    try {
      const { tokens } = await client.run('harvest', { url: server.url, query: wholeList, keepTokens: true });
      const full = options.records % pageSize === 0 ? tokens : tokens.slice(0, -1);
      const pages = Math.min(most, Math.floor(full.length / 2));
      const queries = [...full.slice(0, pages), ...full.slice(-pages)].map(
        (token) => `verb=ListRecords&resumptionToken=${token}`,
      );
      const answers = await client.run('latency', { url: server.url, queries, times });
      const [first, last] = [answers.slice(0, pages), answers.slice(-pages)].map((each) => median(each.flatMap(({ ms }) => ms)));
      addRow({
        measure: `last ${pages} pages of ${pageSize}, each`,
        figure: last!,
        unit: 'ms',
        limit: { name: `first ${pages} pages`, figure: first! },
        target: { of: 'ratio', atMost: 1.2 },
      });
    } finally {
      await server.stop();
    }
  },
};
