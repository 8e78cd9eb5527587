import { describe, expect, test } from 'vitest';
import { renderSummary, summarize, type TestReport } from './summarize-report.mjs';

const file = (status: string, statuses: readonly string[], message = ''): TestReport['testResults'][number] => ({
  name: '/project/tests/a.test.ts',
  status,
  message,
  assertionResults: statuses.map((each, index) => ({ status: each, fullName: `test ${index}` })),
});
const lastLine = (text: string) => text.trimEnd().split('\n').at(-1);
const close = (report: TestReport | null, exitCode: number) => {
  const summary = summarize(report, exitCode, '/project');
  return [lastLine(renderSummary(summary)), summary.exitCode];
};

describe('the closing line of the tests', () => {
  test('counts what passed', () => {
    expect(close({ testResults: [file('passed', ['passed', 'passed'])] }, 0)).toEqual(['2 passed, 0 failed', 0]);
  });

  test('counts what was skipped, and names it above', () => {
    const report = { testResults: [file('passed', ['passed', 'skipped', 'pending', 'todo'])] };
    expect(close(report, 0)).toEqual(['1 passed, 0 failed, 3 skipped', 0]);
    expect(renderSummary(summarize(report, 0, '/project'))).toContain('  tests/a.test.ts: test 1\n');
  });

  test('counts a file that could not be collected as a failure', () => {
    const report = { testResults: [file('passed', ['passed']), file('failed', [], 'SyntaxError: no\n  at x')] };
    expect(close(report, 1)).toEqual(['1 passed, 1 failed', 1]);
    expect(renderSummary(summarize(report, 1, '/project'))).toContain('tests/a.test.ts: SyntaxError: no\n');
  });

  test('counts a file whose preparation failed as a failure beside its skipped tests', () => {
    expect(close({ testResults: [file('failed', ['skipped'], 'Error: no database')] }, 1)).toEqual([
      '0 passed, 1 failed, 1 skipped',
      1,
    ]);
  });

  test('fails when there is no report, when nothing ran, and when vitest failed for another reason', () => {
    expect(close(null, 0)).toEqual(['0 passed, 1 failed', 1]);
    expect(close({ testResults: [] }, 0)).toEqual(['0 passed, 1 failed', 1]);
    expect(close({ testResults: [file('passed', ['passed'])] }, 3)).toEqual(['1 passed, 1 failed', 3]);
  });
});
