import path from 'node:path';
import type { Measure } from '../bench.ts';
import { median, pickMedian, takeTurns } from '../statistics.ts';

/** The command `import`, against COPY of the same rows into an equal table without triggers. */
export const importMeasure: Measure = {
  name: 'import',
  run: async ({ options, database, loads, folder, addRow, addCost }) => {
    const file = path.join(folder, 'records.copy');
    const columns = '(id, metadata, sets, visibility)';
    await database.psql(`\\copy records ${columns} to '${file}'`);
    await database.query('create table records_copy (like records including all)');
    const copyIn = async () => {
      await database.query('truncate records_copy');
      await database.query('checkpoint');
      return database.psql(`\\copy records_copy ${columns} from '${file}'`);
    };
    const { copy } = await takeTurns({ copy: copyIn }, { budgetMs: 60_000 });
    await database.query('drop table records_copy');
    const run = pickMedian(loads, ({ import: { seconds } }) => seconds).import;
    addCost(run);
    addRow({
      measure: 'import of JSON Lines, start of the command included',
      figure: options.records / run.seconds,
      unit: 'records/s',
      limit: { name: 'COPY into an equal table without trigger', figure: (options.records / median(copy)) * 1000 },
      target: { of: 'ratio', atLeast: 0.25 },
    });
  },
};
