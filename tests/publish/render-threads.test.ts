import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { makeFormats } from '../../src/formats/make-formats.ts';
import type { Demand } from '../../src/publish/render-demand.ts';
import { makeRenderer } from '../../src/publish/renderer.ts';
import { toModuleText } from '../formats/module-text.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';
import { testDomain } from '../support/test-app.ts';
import { testFormats } from '../support/test-formats.ts';

const { path: folder, remove } = makeTemporaryFolder('oai-pmh-threads-');
afterAll(remove);

const file = path.join(folder, 'own.mjs');
writeFileSync(
  file,
  `import { existsSync, writeFileSync } from 'node:fs';
  ${toModuleText({
    toElement: `(record) => {
      const { title } = record.titles[0];
      while (title === 'endless');
      if (title === 'endless at first' && !existsSync(${JSON.stringify(folder)} + '/tried')) {
        writeFileSync(${JSON.stringify(folder)} + '/tried', '');
        for (;;);
      }
      const till = performance.now() + (title === 'slow' ? 250 : 0);
      while (performance.now() < till);
      return { name: 'own', attributes: { xmlns: 'https://example.org/own/', 'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
        'xsi:schemaLocation': 'https://example.org/own/ https://example.org/own.xsd' }, children: [title] };
    }`,
  })}`,
);

const formatOptions = { ...testFormats.formatOptions, modules: [file] };
const formats = await makeFormats(formatOptions);

const toDemand = (title: string): Demand => ({
  identifier: `oai:${testDomain}:a`,
  headerXml: '<header/>',
  metadata: Buffer.from(JSON.stringify({ titles: [{ title }] })),
  readyXml: null,
  aboutXml: '',
});

describe('A rendering thread', () => {
  const renderer = makeRenderer({
    ...{ ...testFormats, formats, formatOptions },
    ...{ threads: 1, identifierDomain: testDomain, recordTimeoutMs: 4_000 },
  });
  afterAll(() => renderer.close());
  const render = async (titles: readonly string[]) =>
    (await renderer.renderDemands('own', titles.map(toDemand))).map((bytes) =>
      bytes === null ? null : />([^<]*)<\/own>/.exec(Buffer.from(bytes).toString())?.[1],
    );

  test('that takes too long is ended, and nothing is lacking but what it took too long over [G4]', async () => {
    const titles = Array.from({ length: 250 }, (_, index) => (index === 30 ? 'endless' : `${index}`));
    expect(await render(titles)).toEqual(titles.map((title) => (title === 'endless' ? null : title)));
  });

  test('is given a second chance at it, by itself: what is lacking is shown as deleted [G4]', async () => {
    expect(await render(['a', 'endless at first', 'b'])).toEqual(['a', 'endless at first', 'b']);
  });

  test('is given what a module makes of a single record, too, so that whoever answers never hangs [G4]', async () => {
    expect(await render(['endless'])).toEqual([null]);
  });

  test('may take long over many records, as long as it comes from one to the next [G4]', async () => {
    const titles = Array.from({ length: 20 }, () => 'slow');
    expect(await render(titles)).toEqual(titles);
  });

  test('takes turns between those who wait for a page and publishing [G7]', async () => {
    let done = 0;
    const demands = Array.from({ length: 10 }, async () => {
      await render(Array.from({ length: 100 }, (_, index) => (index === 0 ? 'slow' : `${index}`)));
      done += 1;
    });
    const record = {
      id: 'a',
      metadata: Buffer.from('{"title": "T"}'),
      sets: [],
      visibility: 'public',
      readyXml: null,
      provenance: null,
    } as const;
    const renderings = await renderer.render([record], { datestamp: '2026-01-01T00:00:00Z', fullForm: false });
    expect(done).toBeLessThan(3);
    expect(renderings).toEqual([expect.objectContaining({ ok: true })]);
    await Promise.all(demands);
  });
});
