import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { makeJoiner } from '../../src/web/joiner.ts';

const toParts = (...texts: string[]) => texts.map((text) => Buffer.from(text));

describe('Parts that are joined', () => {
  test('are one, in their order, whatever was joined before, and however much there is of it', async () => {
    const join = makeJoiner();
    const read = async (joined: Uint8Array) => Buffer.from(joined).toString();
    const large = 'x'.repeat(3_000_000);
    for (const texts of [['a', 'bc', 'd'], ['e'], [], [large, 'f'], ['', 'g']]) {
      expect(await join(toParts(...texts), read)).toBe(texts.join(''));
    }
  });

  test('stay as they are while they are used, beside others that are', async () => {
    const join = makeJoiner();
    const readLate = async (joined: Uint8Array) => {
      await sleep(10);
      return Buffer.from(joined).toString();
    };
    const texts = Array.from({ length: 20 }, (_, index) => `text ${index}`);
    expect(await Promise.all(texts.map((text) => join(toParts(text, '.'), readLate)))).toEqual(texts.map((text) => `${text}.`));
  });

  test('take no more memory however many there are at once [G7]', async () => {
    const join = makeJoiner();
    const memories = new Set<ArrayBufferLike>();
    const use = async ({ buffer }: Uint8Array) => {
      memories.add(buffer);
      await sleep(1);
    };
    await Promise.all(Array.from({ length: 100 }, () => join(toParts('a'), use)));
    await join(toParts('b'), use);
    expect(memories.size).toBe(4);
  });

  test('are waited for by nobody where there was no memory for them', async () => {
    const join = makeJoiner();
    const none = vi.spyOn(Buffer, 'allocUnsafeSlow').mockImplementation(() => {
      throw new RangeError('Array buffer allocation failed');
    });
    for (let turn = 0; turn < 4; turn += 1) await expect(join(toParts('a'), async () => 'joined')).rejects.toThrow('allocation');
    none.mockRestore();
    expect(await Promise.race([join(toParts('a'), async () => 'joined'), sleep(1_000)])).toBe('joined');
  });

  test('give their memory back where their use fails', async () => {
    const join = makeJoiner();
    const memories = new Set<ArrayBufferLike>();
    for (let turn = 0; turn < 10; turn += 1) {
      const failing = async ({ buffer }: Uint8Array) => {
        memories.add(buffer);
        throw new Error('no use');
      };
      await expect(join(toParts('a'), failing)).rejects.toThrow('no use');
    }
    expect(memories.size).toBe(1);
  });
});
