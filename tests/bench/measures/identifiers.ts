import type { Measure } from '../bench.ts';
import { startPlainServer } from '../servers/program.ts';
import { median, takeTurns } from '../statistics.ts';
import { timeHarvest, verifyHarvest } from '../timed-harvest.ts';

const query = 'verb=ListIdentifiers&metadataPrefix=oai_dc';

/** The full ListIdentifiers, against COPY of what a header is made of. */
export const identifiers: Measure = {
  name: 'identifiers',
  run: async (bench) => {
    const { options, database, progress, addRow } = bench;
    for (const pageSize of [100, 1000]) {
      progress(`ListIdentifiers, pages of ${pageSize}`);
      const server = await startPlainServer({ databaseUrl: database.url, pageSize });
      try {
        const order = { url: server.url, query };
        const { pages } = await verifyHarvest(bench, order, options.records);
        const work = `ListIdentifiers, pages of ${pageSize}`;
        const expected = { work, order, records: options.records, pages, complete: true, pid: server.pid };
        const turns = await takeTurns({
          copy: () => database.psql('copy (select identifier, datestamp, sets from published order by datestamp, id) to stdout'),
          ours: async () => (await timeHarvest(bench, expected)).recordsPerSecond,
        });
        const limit = { name: 'COPY of identifier, datestamp and sets', figure: (options.records / median(turns.copy)) * 1000 };
        addRow({ measure: `${work}, one client`, figure: median(turns.ours), unit: 'records/s', limit });
      } finally {
        await server.stop();
      }
    }
  },
};
