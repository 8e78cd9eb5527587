import type { Bench, Measure } from '../bench.ts';
import { bigSet, tinySet, tinySetRecords } from '../records-file.ts';
import { startPlainServer } from '../servers/program.ts';
import { median, takeTurns } from '../statistics.ts';
import { timeHarvest, verifyHarvest } from '../timed-harvest.ts';
import { wholeList } from './save-and-serve.ts';

const pageSize = 100;
const times = 20;

/** Sets, big and tiny, against as many records of the whole list. */
export const sets: Measure = {
  name: 'sets',
  run: async (bench) => {
    await measureBigSet(bench);
    await measureTinySet(bench, {
      measure: 'tiny set of 100 records',
      query: `${wholeList}&set=${tinySet}`,
      records: tinySetRecords,
    });
    const { from, until, records } = await findDates(bench);
    const query = `${wholeList}&set=${tinySet}&from=${from}&until=${until}`;
    await measureTinySet(bench, { measure: `tiny set ∩ dates, ${records} records`, query, records });
  },
};

async function measureBigSet(bench: Bench): Promise<void> {
  const { database, progress, addRow, addCost } = bench;
  progress('big set');
  const [row] = await database.query<{ n: number }>('select count(*)::integer as n from records where $1 = any(sets)', [bigSet]);
  const records = row!.n;
  const server = await startPlainServer({ databaseUrl: database.url, pageSize });
  try {
    const order = { url: server.url, query: `${wholeList}&set=${bigSet}` };
    const { pages } = await verifyHarvest(bench, order, records);
    const same = { records, pages, pid: server.pid };
    const whole = { url: server.url, query: wholeList, maxPages: pages };
    const turns = await takeTurns({
      set: () => timeHarvest(bench, { work: `big set, pages of ${pageSize}`, order, complete: true, ...same }),
      whole: () => timeHarvest(bench, { work: 'as much of the whole list', order: whole, complete: false, ...same }),
    });
    const [figure, limit] = [turns.set, turns.whole].map((each) => median(each.map(({ recordsPerSecond }) => recordsPerSecond)));
    const name = 'as many records of the whole list';
    addRow({
      measure: `big set of ${records} records, pages of ${pageSize}`,
      figure: figure!,
      unit: 'records/s',
      limit: { name, figure: limit! },
    });
    addCost(turns.set[0]!.cost);
  } finally {
    await server.stop();
  }
}

/** A range that half of the datestamps are in, more or less, and how many records of the tiny set. */
async function findDates({ database }: Bench): Promise<{ from: string; until: string; records: number }> {
  const utc = (fraction: number) =>
    `to_char(percentile_disc(${fraction}) within group (order by datestamp) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
  const [range] = await database.query<{ from: string; until: string }>(
    `select ${utc(0.25)} as "from", ${utc(0.75)} as "until" from published`,
  );
  const [row] = await database.query<{ n: number }>(
    `select count(*)::integer as n from published p join records r using (id)
     where $1 = any(r.sets) and p.datestamp between $2::timestamptz and $3::timestamptz`,
    [tinySet, range!.from, range!.until],
  );
  return { ...range!, records: row!.n };
}

interface TinySet {
  readonly measure: string;
  readonly query: string;
  readonly records: number;
}

/** One page has all of it, and so has the page of the whole list that it is compared with. */
async function measureTinySet(
  { client, database, progress, addRow }: Bench,
  { measure, query, records }: TinySet,
): Promise<void> {
  progress(measure);
  const server = await startPlainServer({ databaseUrl: database.url, pageSize: records });
  try {
    const order = { url: server.url, queries: [query, wholeList], times: times + 5 };
    const [set, whole] = await client.run('latency', order);
    if (set!.headers !== records || whole!.headers !== records)
      throw new Error(`${query}: ${set!.headers} records and ${whole!.headers} of the whole list instead of ${records}.`);
    addRow({
      measure,
      figure: median(set!.ms.slice(5)),
      unit: 'ms',
      // The whole list's first page also looks up how long the list is.
      limit: { name: 'as many records of the whole list', figure: median(whole!.ms.slice(5)) },
      target: { of: 'ratio', atMost: 2 },
    });
  } finally {
    await server.stop();
  }
}
