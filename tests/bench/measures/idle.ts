import { setTimeout as sleep } from 'node:timers/promises';
import type { Measure } from '../bench.ts';
import { readCpuMs } from '../process-usage.ts';
import { startPlainServer } from '../servers/program.ts';

// Once in the first minutes after it has been busy, the engine collects all garbage, in two tenths of a second: a minute shows what that comes to.
const seconds = 60;
const settlingMs = 5000;

/** What a server does while nobody asks and nothing changes. */
export const idle: Measure = {
  name: 'idle',
  run: async ({ server: postgres, database, progress, addRow }) => {
    progress(`idle, ${seconds} s`);
    const server = await startPlainServer({ databaseUrl: database.url });
    try {
      await sleep(settlingMs);
      const startedAt = performance.now();
      const before = { statements: await postgres.countStatements(database), cpuMs: readCpuMs(server.pid) };
      await sleep(seconds * 1000);
      const after = { statements: await postgres.countStatements(database), cpuMs: readCpuMs(server.pid) };
      const ms = performance.now() - startedAt;
      const { counted } = after.statements;
      const statements = ((after.statements.count - before.statements.count) / ms) * 1000;
      addRow({
        measure: `idle server, ${counted}`,
        figure: statements,
        unit: `${counted}/s`,
        target: { of: 'figure', atMost: 2 },
      });
      const share = before.cpuMs === null || after.cpuMs === null ? null : ((after.cpuMs - before.cpuMs) / ms) * 100;
      addRow({ measure: 'idle server, share of a core', figure: share, unit: '%', target: { of: 'figure', atMost: 1 } });
    } finally {
      await server.stop();
    }
  },
};
