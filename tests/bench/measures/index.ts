import type { Measure } from '../bench.ts';
import { demand } from './demand.ts';
import { firstPage } from './first-page.ts';
import { harvest } from './harvest.ts';
import { identifiers } from './identifiers.ts';
import { idle } from './idle.ts';
import { importMeasure } from './import.ts';
import { incremental } from './incremental.ts';
import { lastPage } from './last-page.ts';
import { memory } from './memory.ts';
import { parallel } from './parallel.ts';
import { plans } from './plans.ts';
import { publish } from './publish.ts';
import { sets } from './sets.ts';
import { getRecord, identify } from './single.ts';

/** Every measure of the program, in the order in which they are taken. */
export const measures: readonly Measure[] = [
  importMeasure,
  publish,
  harvest,
  identifiers,
  sets,
  firstPage,
  lastPage,
  getRecord,
  identify,
  parallel,
  memory,
  idle,
  plans,
  demand,
  incremental,
];
