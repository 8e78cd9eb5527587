import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Bench, Desk } from './bench.ts';
import { chooseMeasures } from './choose-measures.ts';
import { describeMachine, describeRecords } from './circumstances.ts';
import { startClient } from './client/start-client.ts';
import { measureAgainst } from './measures/against.ts';
import { measures } from './measures/index.ts';
import { type Options, parseOptions, UsageError, usage } from './options.ts';
import { projectRoot } from './project-root.ts';
import { renderJson, renderMarkdown, renderText } from './render-report.ts';
import type { Cost, Report, Row } from './report.ts';
import { withBench } from './with-bench.ts';

/** What came out of a run, and whether anything in it failed. */
interface Outcome {
  readonly report: Report;
  readonly failed: boolean;
}

/** One run: measures what was asked for, one after the other. A measure that fails does not take along what the others found out. */
async function runBench(options: Options, folder: string): Promise<Outcome> {
  const report = { circumstances: describeMachine(options), rows: [] as Row[], costs: [] as Cost[] };
  let failed = false;
  const client = startClient();
  const startedAt = performance.now();
  const desk: Desk = {
    options,
    client,
    folder,
    progress: (text) => process.stderr.write(`${((performance.now() - startedAt) / 1000).toFixed(0).padStart(5)} s  ${text}\n`),
    addRow: (row) => report.rows.push(row),
    addCost: (cost) => report.costs.push(cost),
  };
  const attempt = async (name: string, work: () => Promise<void>): Promise<void> => {
    await work().catch((error: Error) => {
      failed = true;
      process.stderr.write(`error: ${name}: ${error.stack}\n`);
      desk.addRow({ measure: `${name}: FAILED, ${error.message.slice(0, 300)}`, figure: null, unit: '' });
    });
  };
  const wanted = chooseMeasures(measures, options.only);
  const measureAll = async (bench: Bench) => {
    report.circumstances.push(...(await describeRecords(bench)));
    for (const { name, run } of wanted) await attempt(name, () => run(bench));
  };
  if (wanted.length > 0) await attempt('loading', () => withBench(desk, measureAll));
  const { against } = options;
  if (against !== null) await attempt('against', () => measureAgainst(desk, against));
  await client.stop();
  return { report, failed };
}

function writeReport(report: Report, folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'bench.json'), renderJson(report));
  writeFileSync(path.join(folder, 'bench.md'), renderMarkdown(report));
  process.stdout.write(renderText(report, process.stdout.isTTY === true));
  process.stderr.write(`written: ${readdirSync(folder).join(', ')} in ${folder}\n`);
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
  const folder = options.keep ?? mkdtempSync(path.join(tmpdir(), 'oai-pmh-bench-'));
  mkdirSync(folder, { recursive: true });
  if (options.keep === null) process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const { report, failed } = await runBench(options, folder);
  writeReport(report, path.resolve(projectRoot, options.out));
  process.exitCode = failed ? 1 : 0;
}
