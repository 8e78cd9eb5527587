import { setTimeout as sleep } from 'node:timers/promises';
import type { Measure } from '../bench.ts';
import { runCommand, startPlainServer } from '../servers/program.ts';
import { median, takeTurns } from '../statistics.ts';
import { timeHarvest, verifyHarvest } from '../timed-harvest.ts';
import { wholeList } from './save-and-serve.ts';

const pageSize = 100;
const oneOf = 100;

/** One record in a hundred changes and is harvested with `from`. Runs last, since it changes the repository. */
export const incremental: Measure = {
  name: 'incremental',
  run: async (bench) => {
    const { database, progress, addRow } = bench;
    progress('incremental harvest');
    const utc = `to_char(date_trunc('second', clock_timestamp()) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
    // What was published before is of an earlier second.
    await sleep(1100);
    const [now] = await database.query<{ from: string }>(`select ${utc} as "from"`);
    const changed = await database.query(
      `update records set metadata = jsonb_set(metadata, '{titles,0,title}', to_jsonb((metadata #>> '{titles,0,title}') || ' (corrected)'))
       where substr(id, 9)::integer % ${oneOf} = 0 returning id`,
    );
    await runCommand(['publish'], database.url);
    const server = await startPlainServer({ databaseUrl: database.url, pageSize });
    try {
      const order = { url: server.url, query: `${wholeList}&from=${now!.from}` };
      const records = changed.length;
      const { pages } = await verifyHarvest(bench, order, records);
      const same = { records, pages, pid: server.pid };
      const whole = { url: server.url, query: wholeList, maxPages: pages };
      const turns = await takeTurns(
        {
          changed: () => timeHarvest(bench, { work: 'incremental', order, complete: true, ...same }),
          whole: () => timeHarvest(bench, { work: 'as much of the whole list', order: whole, complete: false, ...same }),
        },
        { rounds: 9, budgetMs: 30_000 },
      );
      const [figure, limit] = [turns.changed, turns.whole].map((each) =>
        median(each.map(({ recordsPerSecond }) => recordsPerSecond)),
      );
      const name = 'as many records of the whole list';
      addRow({
        measure: `incremental harvest of the last 1 %, pages of ${pageSize}`,
        figure: figure!,
        unit: 'records/s',
        limit: { name, figure: limit! },
      });
    } finally {
      await server.stop();
    }
  },
};
