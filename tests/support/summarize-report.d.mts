/** One test of the report, as far as the summary needs it. */
export interface ReportedTest {
  readonly status: string;
  readonly fullName: string;
}

/** vitest's JSON report, as far as the summary needs it. */
export interface TestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly ReportedTest[];
  }[];
}

export interface TestSummary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly (ReportedTest & { readonly file: string })[];
  /** What went wrong beside the tests themselves. */
  readonly complaints: readonly string[];
  readonly exitCode: number;
}

export function summarize(report: TestReport | null, exitCode: number, root: string): TestSummary;
export function renderSummary(summary: TestSummary): string;
