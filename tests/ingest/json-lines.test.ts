import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJsonLines } from '../../src/ingest/readers/json-lines.ts';
import { collect } from './collect.ts';

/** Bytes in pieces of one size, as a slow pipe would give them. */
async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const read = (text: string | Uint8Array, options?: { maxLineBytes: number; size?: number }) => {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  return collect(readJsonLines(cut(bytes, options?.size ?? 7), options));
};

test('each line is one value, counted from 1', async () => {
  expect(await read('{"a":1}\n[2]\n"three"\n')).toEqual([
    { line: 1, value: { a: 1 } },
    { line: 2, value: [2] },
    { line: 3, value: 'three' },
  ]);
});

test('the last line needs no line feed', async () => {
  expect(await read('1\n2')).toEqual([
    { line: 1, value: 1 },
    { line: 2, value: 2 },
  ]);
});

test('an empty file has no lines', async () => {
  expect(await read('')).toEqual([]);
  expect(await read('\n\n')).toEqual([]);
});

test('blank lines are skipped but counted, CR LF is a line end', async () => {
  expect(await read('1\r\n\r\n  \t\n2\r\n')).toEqual([
    { line: 1, value: 1 },
    { line: 4, value: 2 },
  ]);
});

test('a byte order mark is tolerated at the start, and where files were joined', async () => {
  expect(await read('\uFEFF1\n\uFEFF2\n')).toEqual([
    { line: 1, value: 1 },
    { line: 2, value: 2 },
  ]);
});

describe('a bad line leaves the others be', () => {
  test('when it is not JSON, and the text it fell over is not repeated', async () => {
    const [first, second, third] = await read('{"secret": nope}\n2\n{"cut": "off\n');
    expect(first).toMatchObject({ line: 1, fault: expect.stringMatching(/^not JSON: /) });
    expect(JSON.stringify(first)).not.toContain('secret');
    expect(second).toEqual({ line: 2, value: 2 });
    expect(third).toMatchObject({ line: 3, fault: expect.stringMatching(/^not JSON/) });
  });

  test('when it is not UTF-8', async () => {
    const latin1 = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xe9]), Buffer.from('"}\n2\n')]);
    expect(await read(latin1)).toEqual([
      { line: 1, fault: 'not UTF-8' },
      { line: 2, value: 2 },
    ]);
  });

  test('when the file is UTF-16, which is said', async () => {
    expect(await read(Buffer.from('\uFEFF{}\n', 'utf16le'))).toContainEqual({
      line: 1,
      fault: 'not UTF-8; the file seems to be UTF-16',
    });
  });

  test('when it is longer than the limit, by a single byte', async () => {
    const text = `"${'x'.repeat(8)}"\n"${'x'.repeat(9)}"\n3\n`;
    for (const size of [1, 3, 100]) {
      expect(await read(text, { maxLineBytes: 10, size })).toEqual([
        { line: 1, value: 'x'.repeat(8) },
        { line: 2, fault: 'longer than 10 bytes' },
        { line: 3, value: 3 },
      ]);
    }
  });

  test('when the last line of all is too long', async () => {
    expect(await read('1\n"aaaaaaaaaaaaa"', { maxLineBytes: 5 })).toEqual([
      { line: 1, value: 1 },
      { line: 2, fault: 'longer than 5 bytes' },
    ]);
  });
});

describe('the first line that is not blank, when it cannot be read, tells what the file looks like', () => {
  test.each([
    ['id,title\na,A\n', 'CSV or TSV'],
    ['\uFEFFid\ttitle\r\n', 'CSV or TSV'],
    ['\n"id";"title"\n', 'CSV or TSV'],
    [Buffer.from('id,\xfcber\n', 'latin1'), 'CSV or TSV'],
    ['[\n  {"id": "a"}\n]\n', "`jq -c '.[]' FILE`"],
    ['[{"id": "a"},\n{"id": "b"}]\n', "`jq -c '.[]' FILE`"],
    ['{\n  "id": "a"\n}\n', '`jq -c . FILE`'],
    [gzipSync('{"id": "a"}\n'), '`zcat FILE | oai-pmh-server import -`'],
    ['<?xml version="1.0"?>\n<records/>\n', 'XML'],
  ])('%#', async (text, hint) => {
    const [first, ...others] = await read(text);
    expect(first).toMatchObject({ fault: expect.stringContaining(hint) });
    expect(JSON.stringify(others)).not.toContain('looks like');
  });

  test.each([
    '{"id": "a", oops}\n',
    'nonsense\n',
    '{"id": "a"}\na,b\n',
    'PK\x03\x04,,,\n',
    Buffer.from('\uFEFFa,b\n', 'utf16le'),
  ])('but not where it is anything else: %#', async (text) =>
    expect(JSON.stringify(await read(text))).not.toContain('looks like'),
  );
});

test('an endless line is dropped as it comes, not collected', async () => {
  const chunk = new Uint8Array(2 ** 20).fill(0x20);
  const endless = async function* (): AsyncGenerator<Uint8Array> {
    for (let times = 0; times < 2048; times += 1) yield chunk;
    yield Buffer.from('\n7\n');
  };
  expect(await collect(readJsonLines(endless(), { maxLineBytes: 2 ** 21 }))).toEqual([
    { line: 1, fault: 'longer than 2097152 bytes' },
    { line: 2, value: 7 },
  ]);
});

test('how the bytes are cut into chunks makes no difference', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.jsonValue()), fc.integer({ min: 1, max: 50 }), async (values, size) => {
      const text = values.map((value) => `${JSON.stringify(value)}\n`).join('');
      const entries = await read(text, { maxLineBytes: 2 ** 20, size });
      expect(entries).toEqual(values.map((value, index) => ({ line: index + 1, value: JSON.parse(JSON.stringify(value)) })));
    }),
  );
});
