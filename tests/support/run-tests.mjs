/**
 * What `npm test` runs: vitest, then what was skipped and why, then one line that says how it went.
 * Arguments are passed on to vitest: `npm test -- tests/oai`, `npm test -- -t 'a deleted record'`.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { renderSummary, summarize } from './summarize-report.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const vitest = path.join(path.dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');

/** Runs vitest on the terminal's own streams; resolves to its exit code. */
function runVitest(reportFile, extraArguments) {
  const options = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`];
  const child = spawn(process.execPath, [vitest, ...options, ...extraArguments], { cwd: root, stdio: 'inherit' });
  // vitest ends the database server it started, so it is told and waited for, not left behind.
  const stop = (signal) => child.kill(signal);
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

function readReport(reportFile) {
  try {
    return JSON.parse(readFileSync(reportFile, 'utf8'));
  } catch {
    return null;
  }
}

const folder = mkdtempSync(path.join(tmpdir(), 'oai-pmh-test-report-'));
try {
  const reportFile = path.join(folder, 'report.json');
  const exitCode = await runVitest(reportFile, process.argv.slice(2));
  const summary = summarize(readReport(reportFile), exitCode, root);
  process.exitCode = summary.exitCode;
  process.stdout.write(renderSummary(summary));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
