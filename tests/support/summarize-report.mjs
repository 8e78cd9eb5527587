import path from 'node:path';

/** How many skipped tests are named one by one; more are only counted, as when one test is run by its name. */
const listedSkips = 60;

/** Reads vitest's JSON report; null stands for one that was never written. A file that could not be run counts as one failure. */
export function summarize(report, exitCode, root) {
  const files = report?.testResults ?? [];
  const tests = files.flatMap((file) => file.assertionResults.map((test) => ({ ...test, file: path.relative(root, file.name) })));
  const count = (...statuses) => tests.filter((test) => statuses.includes(test.status)).length;
  const passed = count('passed');
  const broken = files.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  );
  const failed = count('failed') + broken.length;
  const skipped = tests.filter((test) => !['passed', 'failed'].includes(test.status));
  const complaints = broken.map(
    (file) => `Did not run to its end: ${path.relative(root, file.name)}: ${firstLine(file.message)}`,
  );
  if (report === null) complaints.push('vitest wrote no report.');
  else if (passed + failed === 0) complaints.push('No test was run.');
  else if (exitCode !== 0 && failed === 0) complaints.push(`vitest ended with exit code ${exitCode} although no test failed.`);
  const unexplained = failed === 0 && complaints.length > 0 ? 1 : 0;
  return {
    passed,
    failed: failed + unexplained,
    skipped,
    complaints,
    exitCode: failed + unexplained > 0 ? exitCode || 1 : exitCode,
  };
}

/** What comes after vitest's own output: what was skipped, what went wrong beside the tests, and the one closing line. */
export function renderSummary({ passed, failed, skipped, complaints }) {
  const lines = [];
  if (skipped.length > 0) {
    lines.push('', 'Skipped:', ...skipped.slice(0, listedSkips).map((test) => `  ${test.file}: ${test.fullName}`));
    if (skipped.length > listedSkips) lines.push(`  and ${skipped.length - listedSkips} more`);
  }
  if (complaints.length > 0) lines.push('', ...complaints);
  lines.push('', `${passed} passed, ${failed} failed${skipped.length > 0 ? `, ${skipped.length} skipped` : ''}`);
  return `${lines.join('\n')}\n`;
}

function firstLine(text) {
  return (text ?? '').trim().split('\n', 1)[0] || 'no message';
}
