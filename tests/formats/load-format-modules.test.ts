import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ProgramError } from '../../src/errors.ts';
import type { Format } from '../../src/formats/format.ts';
import { loadFormatModules } from '../../src/formats/load-format-modules.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { toModuleText } from './module-text.ts';
import { parseSample, renderInFormat } from './render-sample.ts';

const { path: folder, remove } = makeTemporaryFolder('oai-pmh-formats-');
afterAll(remove);
let files = 0;

function writeModule(text: string, ending = 'mjs'): string {
  files += 1;
  const file = path.join(folder, `${files}.${ending}`);
  writeFileSync(file, text);
  return file;
}

async function loadText(text: string): Promise<Format> {
  const [format] = await loadFormatModules([writeModule(text)]);
  return format!;
}

async function faultOf(file: string): Promise<string> {
  const error: unknown = await loadFormatModules([file]).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof ProgramError)) throw new Error('no error of the program', { cause: error });
  return `${error.code}: ${error.message.replaceAll(file, 'FILE')}`;
}

const invalid = (reason: string) => `FORMAT_MODULE_INVALID: The format of the module FILE cannot be used: ${reason}.`;
const title = { title: 'Slow tides' };

describe('a module of a format', () => {
  test.each([
    ['as default', toModuleText()],
    ['by any name', toModuleText({}, 'export const own =')],
    ['as default beside others', `export const other = 1; ${toModuleText()}`],
    ['from a class', toModuleText().replace('export default', 'const own =').concat('\nexport default Object.create(own);')],
  ])('may export it %s', async (_, text) => {
    const format = await loadText(text);
    expect(format).toMatchObject({ prefix: 'own', namespace: 'https://example.org/own/', version: 1 });
    expect(renderInFormat(format, parseSample(title))).toMatch(/^<own xmlns=.*>Slow tides<\/own>$/);
  });

  test('may be of CommonJS, and is found from the working directory', async () => {
    const file = writeModule(toModuleText({}, 'module.exports ='), 'js');
    writeFileSync(path.join(folder, 'package.json'), '{ "type": "commonjs" }');
    const [format] = await loadFormatModules([path.relative(process.cwd(), file)]);
    expect(format?.prefix).toBe('own');
  });

  test('has its functions called as its own', async () => {
    const format = await loadText(
      toModuleText({ words: '["Tides"]', carries: 'function ({ titles }) { return this.words.includes(titles[0].title); }' }),
    );
    const carries = (metadata: unknown) => format.carries?.(parseSample(metadata), { identifier: 'oai:an.example.org:1' });
    expect([carries({ title: 'Tides' }), carries(title)]).toEqual([true, false]);
    const thrower = await loadText(toModuleText({ words: '["Tides"]', toElement: 'function () { throw this.words[0]; }' }));
    expect(() => renderInFormat(thrower, parseSample(title))).toThrow('The format own: toElement threw Tides.');
  });

  test('that is not there, or no JavaScript, is told', async () => {
    const gone = path.join(folder, 'gone.mjs');
    expect(await faultOf(gone)).toBe(
      'FORMAT_MODULE_UNLOADABLE: The module FILE of a format cannot be loaded: there is no file FILE.',
    );
    mkdirSync(path.join(folder, 'folder.mjs'));
    expect(await faultOf(path.join(folder, 'folder.mjs'))).toMatch(/^FORMAT_MODULE_UNLOADABLE: .*: it is no file\.$/);
    expect(await faultOf(writeModule('{}', 'json'))).toMatch(
      /^FORMAT_MODULE_UNLOADABLE: .* its name has to end in \.mjs or \.js\.$/,
    );
    expect(await faultOf(writeModule('export default {'))).toMatch(/^FORMAT_MODULE_UNLOADABLE: The module FILE .*: .+\.$/);
    expect(await faultOf(writeModule('throw null;'))).toBe(
      'FORMAT_MODULE_UNLOADABLE: The module FILE of a format cannot be loaded: null.',
    );
    expect(await faultOf(writeModule('import "./missing.mjs";'))).toMatch(/^FORMAT_MODULE_UNLOADABLE: .*missing\.mjs/);
  });

  test('without one export is told, with what it exports', async () => {
    const exports = (found: string) =>
      `FORMAT_MODULE_INVALID: The module FILE has to export its format as default, or nothing else; it exports ${found}.`;
    expect(await faultOf(writeModule('const own = 1;'))).toBe(exports('nothing'));
    expect(await faultOf(writeModule('export const a = 1, b = 2;'))).toBe(exports('a, b'));
    expect(await faultOf(writeModule('export default null;'))).toBe(
      invalid('expected an object with prefix, schema, namespace, version and toElement, found null'),
    );
  });

  test('of a wrong shape is told field by field, with what was found', async () => {
    const text = toModuleText({ prefix: '7', schema: 'undefined', version: '"1"', carries: 'true', toElement: '{}' });
    expect(await faultOf(writeModule(text))).toBe(
      invalid(
        'prefix: expected text, found a number (7); schema: expected text, found undefined; version: expected a whole number from 1 on, found "1"; ' +
          'carries: expected a function or nothing, found true; toElement: expected a function, found an object',
      ),
    );
    expect(await faultOf(writeModule(toModuleText({ version: '1.5' })))).toContain('found a number (1.5)');
    expect(await faultOf(writeModule(toModuleText({ version: '0' })))).toContain('found a number (0)');
    const getter = 'export default { get prefix() { throw new Error("no prefix"); } };';
    expect(await faultOf(writeModule(getter))).toBe(invalid('it threw no prefix'));
  });

  test.each([
    [{ prefix: '"own:format"' }, `the prefix "own:format" is not made of letters, digits and - _ . ! ~ * ' ( ) alone`],
    [{ prefix: '""' }, `the prefix "" is not made of letters, digits and - _ . ! ~ * ' ( ) alone`],
    [{ prefix: '"all"' }, 'the prefix "all" is reserved'],
    [{ namespace: '"own"' }, 'the namespace "own" is no URI such as https://example.org/ns/citation/'],
    [{ namespace: '"https://a.example/ b"' }, 'the namespace "https://a.example/ b" is no URI'],
    [{ namespace: '"http://www.openarchives.org/OAI/2.0/"' }, 'is that of OAI-PMH itself'],
    [{ schema: '"own.xsd"' }, 'the schema "own.xsd" is no URL such as https://example.org/schemas/citation.xsd'],
    [{ schema: '"urn:own:xsd"' }, 'the schema "urn:own:xsd" is no URL'],
    [{ schema: '"https://a.example/a.xsd https://a.example/b.xsd"' }, 'is no URL'],
  ])('with %j is not offered [F-07, F-08, X-22]', async (fields, reason) => {
    expect(await faultOf(writeModule(toModuleText(fields)))).toContain(reason);
  });
});

describe('a record in a format of a module', () => {
  const errorOf = async (toElement: string): Promise<string> => {
    const format = await loadText(toModuleText({ toElement }));
    try {
      renderInFormat(format, parseSample(title));
    } catch (error) {
      expect(error).toBeInstanceOf(Error);
      return (error as Error).message;
    }
    throw new Error('it was rendered');
  };

  test.each([
    ['() => { throw new RangeError("odd\\nstack"); }', 'The format own: toElement threw odd.'],
    ['() => { throw null; }', 'The format own: toElement threw null.'],
    ['() => { throw { toString() { throw 1; } }; }', 'The format own: toElement threw something that cannot be shown.'],
    ['() => { throw Object.create(null); }', 'The format own: toElement threw something that cannot be shown.'],
    [
      '(record) => record.nothing.title',
      "The format own: toElement threw Cannot read properties of undefined (reading 'title').",
    ],
    ['function again() { return again(); }', 'The format own: toElement threw Maximum call stack size exceeded.'],
    ['async () => { throw new Error("late"); }', 'The format own: toElement gave a promise; it must not be async.'],
    ['() => ({ get then() { throw new Error("then"); } })', 'The format own: toElement threw then.'],
    ['() => ({ then(take) { take(1); throw 2; } })', 'The format own: toElement gave a promise; it must not be async.'],
    [
      '() => undefined',
      'The format own: toElement gave what cannot be published: expected an element ({ name, attributes, children }) or text within one, found undefined.',
    ],
    [
      '() => new Proxy({}, { getPrototypeOf() { throw new Error("no"); } })',
      'The format own: toElement gave what cannot be published: it threw no.',
    ],
  ])('is one clear error where the module has %s (G4)', async (toElement, message) => {
    expect(await errorOf(toElement)).toBe(message);
    // A rejection that nobody looks at would end the process, and the test with it.
    await new Promise((resolve) => setImmediate(resolve));
  });

  test('cannot be changed by it, for other formats are made from it too', async () => {
    expect(await errorOf('(record) => { record.titles.push({ title: "more" }); }')).toMatch(/threw Cannot add property 1/);
    expect(await errorOf('(record) => { record.titles[0].title = "other"; }')).toMatch(/threw Cannot assign to read only/);
    expect(await errorOf('(record, context) => { context.identifier = "other"; }')).toMatch(/threw Cannot assign to read only/);
  });

  test('has to be carried or not, and nothing between', async () => {
    const format = await loadText(toModuleText({ carries: '() => 1' }));
    const thrower = await loadText(toModuleText({ carries: '() => { throw new Error("no"); }' }));
    const late = await loadText(toModuleText({ carries: 'async () => true' }));
    const carries = (each: Format) => () => each.carries?.(parseSample(title), { identifier: 'oai:an.example.org:1' });
    expect(carries(format)).toThrow('The format own: carries gave a number (1), and has to give true or false.');
    expect(carries(thrower)).toThrow('The format own: carries threw no.');
    expect(carries(late)).toThrow('The format own: carries gave a promise; it must not be async.');
  });
});
