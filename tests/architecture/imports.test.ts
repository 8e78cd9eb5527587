import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { checkLayers, listImports, type SourceFile } from './check-layers.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

function readSources(): SourceFile[] {
  return readdirSync(`${root}src`, { recursive: true, encoding: 'utf8' })
    .map((name) => `src/${name.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.ts'))
    .map((path) => ({ path, text: readFileSync(root + path, 'utf8') }));
}

const check = (path: string, text: string) => checkLayers([{ path, text }]);

describe('the source of the program', () => {
  test('imports only to the left, keeps packages to their owners and its files short', () => {
    expect(checkLayers(readSources())).toEqual([]);
  });

  test('is found at all', () => {
    expect(readSources().map(({ path }) => path)).toContain('src/storage/database.ts');
    expect(readSources().flatMap(({ text }) => listImports(text)).length).toBeGreaterThan(20);
  });
});

describe('the check of imports', () => {
  test.each([
    ['src/oai/a.ts', "import { a } from '../formats/b.ts';"],
    ['src/oai/verbs/a.ts', "import { a } from '../token.ts';"],
    ['src/web/oai.ts', "import express from 'express';"],
    ['src/storage/a.ts', "import pg from 'pg';"],
    ['src/xml/element.ts', "import { fragment } from 'xmlbuilder2';"],
    ['src/xml/parse-element.ts', "import { SaxesParser } from 'saxes';"],
    ['src/commands/serve.ts', "import { startApp } from '../app.ts';"],
    ['src/commands/status.ts', "import { openDatabase } from '../open-database.ts';"],
    ['src/app.ts', "import { openDatabase } from './open-database.ts';"],
    ['src/main.ts', "import { serve } from './commands/serve.ts';"],
    ['src/app.ts', "import { readConfig } from './config.ts';"],
    ['src/publish/a.ts', "import type { Config } from '../config.ts';"],
    ['src/publish/a.ts', "import { type Config, type Other } from '../config.ts';"],
    ['src/config/settings.ts', "import type { LogLevel } from '../ops/log.ts';"],
    ['src/record/a.ts', "import { ProgramError } from '../errors.ts';"],
    ['src/config.ts', 'export const port = process.env.PORT;'],
    ['src/oai/a.ts', "// import { a } from '../web/b.ts';\n/* process.env */"],
    ['src/oai/a.ts', `const url = 'http://x'; import { a } from '../formats/b.ts';`],
  ])('lets %s have %s', (path, text) => {
    expect(check(path, text)).toEqual([]);
  });

  test.each([
    ['src/oai/a.ts', "import { a } from '../publish/b.ts';"],
    ['src/oai/a.ts', "import type { A } from '../publish/b.ts';"],
    ['src/oai/a.ts', "import {\n  a,\n  b,\n} from '../web/b.ts';"],
    ['src/oai/a.ts', "export { a } from '../web/b.ts';"],
    ['src/oai/a.ts', "export * from '../web/b.ts';"],
    ['src/oai/a.ts', "const a = await import('../web/b.ts');"],
    ['src/oai/a.ts', "import '../web/b.ts';"],
    ['src/oai/a.ts', "import { a } from '../storage/b.ts';"],
    ['src/oai/a.ts', "import pg from 'pg';"],
    ['src/oai/a.ts', "import type { Pool } from 'pg';"],
    ['src/oai/a.ts', "import { Router } from 'express';"],
    ['src/formats/a.ts', "import { fragment } from 'xmlbuilder2';"],
    ['src/xml/text.ts', "import { fragment } from 'xmlbuilder2';"],
    ['src/formats/a.ts', "import { SaxesParser } from 'saxes';"],
    ['src/web/a.ts', "import { app } from '../app.ts';"],
    ['src/app.ts', "import { serve } from './commands/serve.ts';"],
    ['src/publish/a.ts', "import { readConfig } from '../config.ts';"],
    ['src/publish/a.ts', "import { type Config, readConfig } from '../config.ts';"],
    ['src/config.ts', "import { makeLog } from './ops/log.ts';"],
    ['src/errors.ts', "import { a } from './record/b.ts';"],
    ['src/open-database.ts', "import { serve } from './commands/serve.ts';"],
    ['src/stray/a.ts', "import { a } from '../record/b.ts';"],
    ['src/record/a.ts', "import { a } from '../stray/b.ts';"],
    ['src/record/a.ts', "import { a } from '../../tests/support/b.ts';"],
  ])('does not let %s have %s', (path, text) => {
    expect(check(path, text)).toHaveLength(1);
  });

  test('does not let anything but the configuration read the environment', () => {
    expect(check('src/web/server.ts', 'const port = process.env.PORT;')).toEqual(['src/web/server.ts reads process.env']);
  });

  test('does not let a file have more than 300 lines', () => {
    expect(check('src/oai/a.ts', 'a\n'.repeat(300))).toEqual([]);
    expect(check('src/oai/a.ts', 'a\n'.repeat(301))).toEqual(['src/oai/a.ts has 301 lines']);
  });
});
