import type { Client } from './client/start-client.ts';
import type { BenchDatabase, BenchServer } from './database.ts';
import type { Options } from './options.ts';
import type { Cost, Row } from './report.ts';
import type { StoredXml } from './stored-xml.ts';

/** How long loading took, each time it was done. */
export interface LoadRun {
  readonly import: Cost;
  readonly publish: Cost;
}

/** What the measures without a database of ours are given. */
export interface Desk {
  readonly options: Options;
  readonly client: Client;
  /** For files of the run. */
  readonly folder: string;
  /** Says what is going on, on standard error. */
  progress(text: string): void;
  addRow(row: Row): void;
  addCost(cost: Cost): void;
}

/** What every other measure is given: a published repository. */
export interface Bench extends Desk {
  readonly server: BenchServer;
  readonly database: BenchDatabase;
  readonly recordsFile: string;
  readonly loads: readonly LoadRun[];
  readonly storedXml: StoredXml;
  /** Settings of the program that limits have to share. */
  readonly poolSize: number;
  readonly publishThreads: number;
}

/** A figure of a run, or several, that `--only` names. */
export interface Measure {
  readonly name: string;
  /** That a run of everything does without it. */
  readonly onlyNamed?: true;
  run(bench: Bench): Promise<void>;
}
