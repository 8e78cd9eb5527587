import { stat } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ProgramError } from '../errors.ts';
import type { ArticleRecord } from '../record/record.ts';
import type { XmlElement } from '../xml/element.ts';
import { checkElement } from './check-element.ts';
import { describeThrown, describeValue } from './describe-value.ts';
import type { Format, FormatContext } from './format.ts';
import { type FormatNames, listFormatFaults } from './format-faults.ts';
import { freezeDeep } from './freeze-deep.ts';

/**
 * Loads the modules that each export one format of the user's own. Whatever such a module does with a record, the format's `toElement`
 * gives an element that can be rendered or throws one Error that says what is wrong (G4); so does its `carries`. What has no end,
 * only a time limit ends.
 *
 * @param paths of .js or .mjs files, from the working directory or absolute
 * @throws ProgramError FORMAT_MODULE_UNLOADABLE or FORMAT_MODULE_INVALID
 */
export async function loadFormatModules(paths: readonly string[]): Promise<Format[]> {
  const formats: Format[] = [];
  // One after the other, so that the fault that is told does not depend on which file is read faster.
  for (const each of paths) formats.push(toFormat(each, findExport(each, await importModule(each))));
  return formats;
}

async function importModule(file: string): Promise<Readonly<Record<string, unknown>>> {
  const absolute = path.resolve(file);
  if (!/\.m?js$/.test(absolute)) {
    throw new ProgramError(
      'FORMAT_MODULE_UNLOADABLE',
      `${file} cannot be a module of a format: its name has to end in .mjs or .js.`,
    );
  }
  try {
    if (!(await stat(absolute)).isFile()) throw new Error('it is no file');
    const loaded: Readonly<Record<string, unknown>> = await import(pathToFileURL(absolute).href);
    return loaded;
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException | null)?.code === 'ENOENT' ? `there is no file ${absolute}` : describeThrown(error);
    throw new ProgramError('FORMAT_MODULE_UNLOADABLE', `The module ${file} of a format cannot be loaded: ${reason}.`, {
      cause: error,
    });
  }
}

function findExport(file: string, loaded: Readonly<Record<string, unknown>>): unknown {
  if ('default' in loaded) return loaded.default;
  const names = Object.keys(loaded);
  if (names.length === 1) return loaded[names[0]!];
  const found = names.length === 0 ? 'nothing' : names.join(', ');
  throw new ProgramError(
    'FORMAT_MODULE_INVALID',
    `The module ${file} has to export its format as default, or nothing else; it exports ${found}.`,
  );
}

function toFormat(file: string, exported: unknown): Format {
  const invalid = (faults: readonly string[]) =>
    new ProgramError('FORMAT_MODULE_INVALID', `The format of the module ${file} cannot be used: ${faults.join('; ')}.`);
  if (typeof exported !== 'object' || exported === null) {
    throw invalid([`expected an object with prefix, schema, namespace, version and toElement, found ${describeValue(exported)}`]);
  }
  let given: Given;
  try {
    const { prefix, schema, namespace, version, carries, toElement } = exported as Given;
    given = { prefix, schema, namespace, version, carries, toElement };
  } catch (error) {
    throw invalid([`it threw ${describeThrown(error)}`]);
  }
  const faults = listShapeFaults(given);
  if (faults.length > 0) throw invalid(faults);
  const names = given as FormatNames;
  const nameFaults = listFormatFaults(names);
  if (nameFaults.length > 0) throw invalid(nameFaults);
  return makeCheckedFormat(names, given as CheckedGiven, exported);
}

type Given = { readonly [Field in keyof Format]?: unknown };

type CheckedGiven = Given & {
  readonly version: number;
  readonly carries?: Callable | undefined;
  readonly toElement: Callable;
};

type Callable = (this: unknown, record: ArticleRecord, context: FormatContext) => unknown;

function listShapeFaults({ prefix, schema, namespace, version, carries, toElement }: Given): string[] {
  const faults: string[] = [];
  const expect = (field: keyof Given, expected: string, value: unknown, right: boolean) => {
    if (!right) faults.push(`${field}: expected ${expected}, found ${describeValue(value)}`);
  };
  expect('prefix', 'text', prefix, typeof prefix === 'string');
  expect('schema', 'text', schema, typeof schema === 'string');
  expect('namespace', 'text', namespace, typeof namespace === 'string');
  expect('version', 'a whole number from 1 on', version, Number.isSafeInteger(version) && (version as number) >= 1);
  expect('carries', 'a function or nothing', carries, carries === undefined || typeof carries === 'function');
  expect('toElement', 'a function', toElement, typeof toElement === 'function');
  return faults;
}

function makeCheckedFormat(names: FormatNames, { version, carries, toElement }: CheckedGiven, self: unknown): Format {
  const { prefix, schema, namespace } = names;
  const format = {
    prefix,
    schema,
    namespace,
    version,
    toElement: (record: ArticleRecord, context: FormatContext): XmlElement => {
      const value = call(prefix, 'toElement', () => toElement.call(self, freezeDeep(record), freezeDeep(context)));
      try {
        return checkElement(value, names);
      } catch (error) {
        throw new Error(`The format ${prefix}: toElement gave what cannot be published: ${describeThrown(error)}.`, {
          cause: error,
        });
      }
    },
  };
  if (carries === undefined) return format;
  return {
    ...format,
    carries: (record, context) => {
      const value = call(prefix, 'carries', () => carries.call(self, freezeDeep(record), freezeDeep(context)));
      if (typeof value === 'boolean') return value;
      throw new Error(`The format ${prefix}: carries gave ${describeValue(value)}, and has to give true or false.`);
    },
  };
}

/** The record is frozen meanwhile and for good: a format that sorted it in place would change what the others make of it. */
function call(prefix: string, name: string, work: () => unknown): unknown {
  let value: unknown;
  try {
    value = work();
    if (!isThenable(value)) return value;
    // What is rejected and never looked at ends the process.
    Promise.resolve(value).catch(() => {});
  } catch (error) {
    throw new Error(`The format ${prefix}: ${name} threw ${describeThrown(error)}.`, { cause: error });
  }
  throw new Error(`The format ${prefix}: ${name} gave a promise; it must not be async.`);
}

function isThenable(value: unknown): boolean {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}
