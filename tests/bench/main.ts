import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Desk } from './bench.ts';
import { describeMachine, describeRecords } from './circumstances.ts';
import { startClient } from './client/start-client.ts';
import { measureAgainst } from './measures/against.ts';
import { measures } from './measures/index.ts';
import { type Options, parseOptions, UsageError, usage } from './options.ts';
import { projectRoot } from './project-root.ts';
import { renderJson, renderMarkdown, renderText } from './render-report.ts';
import type { Cost, Report, Row } from './report.ts';
import { withBench } from './with-bench.ts';

/** One run: measures what was asked for, one after the other, and gives what came out. */
async function runBench(options: Options): Promise<Report> {
  const rows: Row[] = [];
  const costs: Cost[] = [];
  const circumstances = describeMachine(options);
  const folder = options.keep ?? mkdtempSync(path.join(tmpdir(), 'oai-pmh-bench-'));
  mkdirSync(folder, { recursive: true });
  if (options.keep === null) process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const client = startClient();
  const startedAt = performance.now();
  const desk: Desk = {
    options,
    client,
    folder,
    progress: (text) => process.stderr.write(`${((performance.now() - startedAt) / 1000).toFixed(0).padStart(5)} s  ${text}\n`),
    addRow: (row) => rows.push(row),
    addCost: (cost) => costs.push(cost),
  };
  const wanted = measures.filter(({ name }) => options.only === null || options.only.includes(name));
  try {
    if (wanted.length > 0) {
      await withBench(desk, async (bench) => {
        circumstances.push(...(await describeRecords(bench)));
        for (const { run } of wanted) await run(bench);
      });
    }
    if (options.against !== null) await measureAgainst(desk, options.against);
    return { circumstances, rows, costs };
  } finally {
    await client.stop();
  }
}

function readOptions(): Options | null {
  try {
    return parseOptions(process.argv.slice(2), [...measures.map(({ name }) => name), 'against']);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`error: ${error.message}\n\n${usage}`);
    process.exit(2);
  }
}

// So that everything that was started is ended.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

const options = readOptions();
if (options === null) process.stdout.write(usage);
else {
  const out = path.resolve(projectRoot, options.out);
  try {
    const report = await runBench(options);
    mkdirSync(out, { recursive: true });
    writeFileSync(path.join(out, 'bench.json'), renderJson(report));
    writeFileSync(path.join(out, 'bench.md'), renderMarkdown(report));
    process.stdout.write(renderText(report, process.stdout.isTTY === true));
  } catch (error) {
    process.stderr.write(`error: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
  }
}
