import { execFile, execFileSync } from 'node:child_process';
import { describe, test } from 'vitest';

/** A program or Perl module that somebody else wrote. */
export interface Tool {
  /** The Debian package that has it. */
  readonly package: string;
  readonly available: boolean;
}

function works(program: string, args: readonly string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

export const httpOai: Tool = { package: 'libhttp-oai-perl', available: works('perl', ['-MHTTP::OAI', '-e', '1']) };

export const catmandu: Tool = {
  package: 'libcatmandu-oai-perl',
  available: works('perl', ['-MCatmandu::Importer::OAI', '-e', '1']) && works('catmandu', ['--version']),
};

/** As `describe`, for tests that need a harvester: without it they are skipped and their name says why, except where CI=true, where they fail. */
export function describeWithTool(tool: Tool, name: string, tests: () => void): void {
  if (tool.available) describe(name, tests);
  else if (process.env.CI === 'true') {
    test(name, () => {
      throw new Error(`${tool.package} is not installed, and CI=true demands it.`);
    });
  } else describe.skip(`${name} (skipped: ${tool.package} is not installed)`, tests);
}

/** Runs a harvester to its end and returns what it printed. @throws Error when it fails or takes longer than a minute */
export function runHarvester(
  program: string,
  args: readonly string[],
  extra: Readonly<Record<string, string>> = {},
): Promise<string> {
  // Perl's own settings and a proxy would change what is tested.
  const { PERL_UNICODE: _, PERL5OPT: __, http_proxy: ___, ...rest } = process.env;
  const env = { ...rest, LC_ALL: 'C.UTF-8', ...extra };
  return new Promise((resolve, reject) => {
    execFile(program, args, { env, timeout: 50_000, maxBuffer: 100_000_000 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${program}: ${error.message}\n${stderr}`, { cause: error }));
    });
  });
}
