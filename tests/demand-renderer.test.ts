import { describe, expect, test } from 'vitest';
import { makeDemandRenderer } from '../src/demand-renderer.ts';
import type { Renderer } from '../src/publish/renderer.ts';
import type { Database } from '../src/storage/database.ts';
import type { UnrenderedRecord } from '../src/storage/published-in-format.ts';

const toRecord = (id: string, revision = '1'): UnrenderedRecord => ({
  ...{ id, revision, identifier: `oai:an.example.org:${id}`, datestamp: '2026-01-01T00:00:00Z', sets: [] },
  ...{ metadata: Buffer.from('{}'), readyXml: null, aboutXml: '' },
});

/** A renderer that takes a moment, and what it was given. */
function watchRenderer(others: readonly { readonly id: string; readonly recordXml: string }[] = []) {
  const given: string[] = [];
  const logged: string[] = [];
  let broken = false;
  const renderDemands: Renderer['renderDemands'] = async (prefix, demands, onFault) => {
    given.push(...demands.map(({ identifier }) => identifier.slice(-1)));
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (broken) throw new Error('No thread could begin.');
    return demands.map((demand) => {
      const id = demand.identifier.slice(-1);
      if (id === 'z') onFault(demand, 'no room');
      return id === 'z' ? null : Buffer.from(`${prefix} ${id}`);
    });
  };
  const log = { error: (message: string) => logged.push(message), debug: () => undefined };
  const demandRenderer = makeDemandRenderer({
    primary: { query: async ({ name }: { name: string }) => (name === 'read_rendered' ? others : []) } as unknown as Database,
    renderer: { renderDemands } as unknown as Renderer,
    log: log as unknown as Parameters<typeof makeDemandRenderer>[0]['log'],
  });
  const render = async (records: readonly UnrenderedRecord[], key = 1) =>
    (await demandRenderer({ prefix: 'mods', key }, records, 'YYYY-MM-DDThh:mm:ssZ')).map((parts) =>
      Buffer.concat(parts).toString(),
    );
  return { render, given, logged, breakDown: (now: boolean) => (broken = now) };
}

describe('Rendering on demand', () => {
  test('renders once what several ask for at once, whichever records they share [G7]', async () => {
    const { render, given } = watchRenderer();
    const [a, b, c] = ['a', 'b', 'c'].map((id) => toRecord(id));
    const answers = await Promise.all([render([a!, b!]), render([b!, c!, a!]), render([c!]), render([a!, b!])]);
    expect(answers).toEqual([['mods a', 'mods b'], ['mods b', 'mods c', 'mods a'], ['mods c'], ['mods a', 'mods b']]);
    expect(given).toEqual(['a', 'b', 'c']);
  });

  test('takes another revision, and another version of the format, for something else', async () => {
    const { render, given } = watchRenderer();
    await Promise.all([render([toRecord('a')]), render([toRecord('a', '2')]), render([toRecord('a')], 2)]);
    expect(given).toEqual(['a', 'a', 'a']);
  });

  test('tries a record once that the format fails on, tells of it once, and shows it as deleted', async () => {
    const { render, given, logged } = watchRenderer();
    for (let turn = 0; turn < 2; turn += 1) {
      const [fine, failed] = await render([toRecord('a'), toRecord('z')]);
      expect(fine).toBe('mods a');
      expect(failed).toContain('status="deleted"');
    }
    expect(given).toEqual(['a', 'z', 'a']);
    expect(logged).toEqual(['Record "z" cannot be rendered as mods, and is shown as deleted in it: no room']);
    await render([toRecord('z', '2')]);
    expect(given).toEqual(['a', 'z', 'a', 'z']);
  });

  test('gives of a record that fails here what another server has rendered of it, as everybody else is given [G1]', async () => {
    const { render, given } = watchRenderer([{ id: 'z', recordXml: 'of another' }]);
    expect(await render([toRecord('a'), toRecord('z')])).toEqual(['mods a', 'of another']);
    // A replica that lags may not have it yet.
    expect(await render([toRecord('z')])).toEqual(['of another']);
    expect(given).toEqual(['a', 'z', 'z']);
  });

  test('fails for everybody who waits when no thread can begin, and tries again for who comes next', async () => {
    const { render, given, breakDown } = watchRenderer();
    breakDown(true);
    const answers = await Promise.allSettled([render([toRecord('a')]), render([toRecord('a')])]);
    expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    breakDown(false);
    expect(await render([toRecord('a')])).toEqual(['mods a']);
    expect(given).toEqual(['a', 'a']);
  });

  test('leaves no rejection unhandled when nobody else waits, which would end the process [G8]', async () => {
    const { render, breakDown } = watchRenderer();
    breakDown(true);
    const unhandled: unknown[] = [];
    const note = (error: unknown) => unhandled.push(error);
    process.on('unhandledRejection', note);
    try {
      await expect(render([toRecord('a')])).rejects.toThrow('No thread could begin.');
      // Node tells of it after the microtasks.
      await new Promise((resolve) => setTimeout(resolve, 10));
    } finally {
      process.off('unhandledRejection', note);
    }
    expect(unhandled).toEqual([]);
  });
});
