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

/** Writes a module, and makes a renderer with it. */
async function makeOwn(name: string, text: string, threads = 1) {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  const formatOptions = { ...testFormats.formatOptions, modules: [file] };
  const formats = await makeFormats(formatOptions);
  const options = { ...testFormats, formats, formatOptions, eager: ['oai_dc', 'own'] };
  return { file, renderer: makeRenderer({ ...options, threads, identifierDomain: testDomain, recordTimeoutMs: 2_500 }) };
}

const moodyText = `import { existsSync, writeFileSync } from 'node:fs';
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
  })}`;

const toDemand = (title: string): Demand => ({
  identifier: `oai:${testDomain}:a`,
  headerXml: '<header/>',
  metadata: Buffer.from(JSON.stringify({ titles: [{ title }] })),
  readyXml: null,
  aboutXml: '',
});

const published = { sets: [], visibility: 'public', readyXml: null, provenance: null } as const;

const toRecord = (title: string, index: number) => ({
  ...published,
  id: `a${index}`,
  metadata: Buffer.from(JSON.stringify({ title })),
});
const now = { datestamp: '2026-01-01T00:00:00Z', fullForm: false };

describe('A rendering thread', async () => {
  const { renderer } = await makeOwn('own.mjs', moodyText);
  afterAll(() => renderer.close());
  const render = async (titles: readonly string[], onFault: (demand: Demand, fault: string) => void = () => undefined) =>
    (await renderer.renderDemands('own', titles.map(toDemand), onFault)).map((bytes) =>
      bytes === null ? null : />([^<]*)<\/own>/.exec(Buffer.from(bytes).toString())?.[1],
    );
  const publish = (titles: readonly string[]) => renderer.render(titles.map(toRecord), now);

  test('that takes too long is ended, and nothing is lacking but what it took too long over [G4]', async () => {
    const titles = Array.from({ length: 250 }, (_, index) => (index === 30 ? 'endless' : `${index}`));
    expect(await render(titles)).toEqual(titles.map((title) => (title === 'endless' ? null : title)));
  });

  test('is given a second chance at it, by itself: what is lacking is shown as deleted [G4]', async () => {
    expect(await render(['a', 'endless at first', 'b'])).toEqual(['a', 'endless at first', 'b']);
  });

  test('is given what a module makes of a single record, too, so that whoever answers never hangs [G4]', async () => {
    const told: string[] = [];
    expect(await render(['endless'], ({ identifier }, fault) => told.push(`${identifier}: ${fault}`))).toEqual([null]);
    expect(told).toEqual([`oai:${testDomain}:a: it was not rendered within 2.5 s`]);
  });

  test('says which record to be published it was ended over, and that a module may be at fault [G4]', async () => {
    await expect(publish(['T', 'endless', 'T'])).rejects.toMatchObject({
      problem: { id: 'a1', code: 'format_failed', message: expect.stringContaining('not rendered within 2.5 s; does a module') },
    });
  });

  test('may take long over many records, as long as it comes from one to the next [G4]', async () => {
    const renderings = await publish(Array.from({ length: 14 }, () => 'slow'));
    expect(renderings.map(({ ok }) => ok)).toEqual(Array.from({ length: 14 }, () => true));
  });

  test('is not held for hours by a module that comes to no end with anything, and what was tried is told at once [G7]', async () => {
    const told: string[] = [];
    const demands = Array.from({ length: 6 }, (_, index) => ({ ...toDemand('endless'), identifier: `${index}` }));
    const rendering = renderer.renderDemands('own', demands, ({ identifier }) => told.push(identifier));
    await expect(rendering).rejects.toMatchObject({ code: 'RENDERING_FAILED' });
    expect(told).toHaveLength(3);
  });

  test('takes turns between those who wait for a page and publishing, a second at a time [G7]', async () => {
    let done = 0;
    const demands = Array.from({ length: 4 }, async () => {
      await render(Array.from({ length: 8 }, () => 'slow'));
      done += 1;
    });
    expect(await publish(['T'])).toEqual([expect.objectContaining({ ok: true })]);
    expect(done).toBe(0);
    await Promise.all(demands);
  });
});

describe('Records that are being rendered', () => {
  test('are not to blame for another thread that cannot begin [G1] [G4]', async () => {
    const { file, renderer } = await makeOwn('two.mjs', moodyText, 2);
    // One of the two is there already.
    await renderer.render([toRecord('T', 0)], now);
    writeFileSync(file, 'throw new Error("torn");');
    const here = renderer.render(Array.from({ length: 8 }, () => 'slow').map(toRecord), now);
    await expect(renderer.render([toRecord('T', 0)], now)).rejects.toMatchObject({ code: 'RENDERING_FAILED' });
    expect((await here).map(({ ok }) => ok)).toEqual(Array.from({ length: 8 }, () => true));
    await renderer.close();
  });

  test('are not to blame when everything is closed [G1] [G4]', async () => {
    const { renderer } = await makeOwn('closed.mjs', moodyText);
    const rendering = renderer.render([toRecord('endless', 0)], now);
    rendering.catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    await renderer.close();
    await expect(rendering).rejects.toMatchObject({ code: 'RENDERING_FAILED' });
  });

  test('are to blame for the death of their thread only where it dies of one alone, too [G4]', async () => {
    const dies = (text: string) => `import { existsSync, writeFileSync } from 'node:fs';
      ${toModuleText({ toElement: `(record) => { if (record.titles[0].title === 'deadly') { ${text} } return undefined; }` })}`;
    const tried = JSON.stringify(path.join(folder, 'died'));
    const once = await makeOwn('once.mjs', dies(`if (!existsSync(${tried})) { writeFileSync(${tried}, ''); process.exit(1); }`));
    const records = ['a', 'deadly', 'b'].map(toRecord);
    // The module gives nothing, which is a fault of each record; but no thread is missing.
    expect((await once.renderer.render(records, now)).map(({ ok }) => ok)).toEqual([false, false, false]);
    const always = await makeOwn('always.mjs', dies('process.exit(1);'));
    await expect(always.renderer.render(records, now)).rejects.toMatchObject({ problem: { id: 'a1', code: 'format_failed' } });
    await Promise.all([once.renderer.close(), always.renderer.close()]);
  });
});

describe('Rendering threads that cannot begin', () => {
  test.each([
    ['because the module is broken meanwhile', 'throw new Error("torn");', 'torn'],
    ['because the module is another by now', toModuleText({ version: '2' }), 'another than when the server started'],
  ])('say so at once, %s, and end nothing else', async (_, text, reason) => {
    const { file, renderer } = await makeOwn(`${reason.length}.mjs`, toModuleText());
    writeFileSync(file, text);
    const startedAt = performance.now();
    for (let turn = 0; turn < 2; turn += 1) {
      const rendering = renderer.renderDemands('own', [toDemand('T')], () => undefined);
      await expect(rendering).rejects.toMatchObject({ code: 'RENDERING_FAILED', message: expect.stringContaining(reason) });
    }
    expect(performance.now() - startedAt).toBeLessThan(2_400);
    writeFileSync(file, toModuleText());
    expect(await renderer.renderDemands('own', [toDemand('T')], () => undefined)).toEqual([expect.any(Uint8Array)]);
    await renderer.close();
  });
});
