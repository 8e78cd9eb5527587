import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseRecord } from '../../src/record/parse-record.ts';
import type { ArticleRecord } from '../../src/record/record.ts';
import { generateRecord } from './generate-records.mjs';

const program = fileURLToPath(new URL('./generate-records.mjs', import.meta.url));
const many = Array.from({ length: 2000 }, (_, index) => generateRecord(index, 1));

describe('a generated record', () => {
  test('is the same for the same index and seed, and another for others', () => {
    expect(generateRecord(7, 3)).toEqual(generateRecord(7, 3));
    expect(generateRecord(7, 3).metadata).not.toEqual(generateRecord(7, 4).metadata);
    expect(generateRecord(7, 3).metadata).not.toEqual(generateRecord(8, 3).metadata);
  });

  test('has 1 to 6 creators and an abstract of 600 to 1,500 characters', () => {
    const creators = many.map(({ metadata }) => metadata.creators.length);
    const abstracts = many.map(({ metadata }) => metadata.descriptions[0]?.description.length ?? 0);
    expect([Math.min(...creators), Math.max(...creators)]).toEqual([1, 6]);
    expect(Math.min(...abstracts)).toBeGreaterThanOrEqual(600);
    expect(Math.max(...abstracts)).toBeLessThanOrEqual(1500);
  });

  test('often has text beyond ASCII and characters that XML has to escape, and never half a character', () => {
    const texts = many.map((record) => JSON.stringify(record.metadata));
    expect(texts.filter((text) => /[^\p{ASCII}]/u.test(text)).length).toBeGreaterThan(1000);
    expect(texts.filter((text) => /[&<>]/.test(text)).length).toBeGreaterThan(500);
    expect(texts.filter((text) => /\p{Extended_Pictographic}|𝑥/u.test(text)).length).toBeGreaterThan(100);
    expect(texts.filter((text) => /[\uD800-\uDFFF]/u.test(text) || text.includes('{'.concat('a}')))).toEqual([]);
  });

  test('is a record without a fault or an unknown field', () => {
    for (const { metadata } of many.slice(0, 200)) expect(parseRecord(metadata)).toMatchObject({ ok: true, unknownFields: [] });
  });

  test('has an id of its own and legal sets', () => {
    expect(new Set(many.map(({ id }) => id)).size).toBe(many.length);
    const sets = [...new Set(many.flatMap((record) => record.sets))];
    expect(sets.every((set) => /^[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*$/.test(set))).toBe(true);
    expect(sets.length).toBeGreaterThan(10);
  });

  test('comes out of the program as it comes out of the function', () => {
    const output = execFileSync(process.execPath, [program, '--records', '600', '--seed', '9'], {
      encoding: 'utf8',
      maxBuffer: 1 << 24,
    });
    const lines = output.trimEnd().split('\n');
    expect(lines).toHaveLength(600);
    expect(JSON.parse(lines[599] ?? '')).toEqual(generateRecord(599, 9));
  });

  test('has a shorter abstract on demand', () => {
    const short = Array.from({ length: 500 }, (_, index) => generateRecord(index, 1, 'short'));
    const lengths = short.map(({ metadata }) => metadata.descriptions[0]?.description.length ?? 0);
    expect(Math.min(...lengths)).toBeGreaterThanOrEqual(150);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(600);
    expect(short[7]?.metadata.titles).toEqual(many[7]?.metadata.titles);
    const output = execFileSync(process.execPath, [program, '--records', '8', '--abstract', 'short'], { encoding: 'utf8' });
    expect(JSON.parse(output.trimEnd().split('\n')[7] ?? '')).toEqual(short[7]);
    expect(() => execFileSync(process.execPath, [program, '--abstract', 'none'], { stdio: 'pipe' })).toThrow('long or short');
  });

  test('is of any kind, and parses, when varied ones are asked for', () => {
    const varied = Array.from({ length: 3000 }, (_, index) => generateRecord(index, 1, 'short', true));
    const parsed = varied.map(({ metadata }) => parseRecord(metadata));
    expect(parsed.filter(({ ok }) => !ok)).toEqual([]);
    const records = parsed.flatMap((one) => (one.ok ? [one.record] : []));
    const count = (holds: (record: ArticleRecord) => boolean) => records.filter(holds).length;
    const counts = [
      count(({ thesis }) => thesis !== undefined),
      count(({ dc }) => dc !== undefined),
      count(({ files }) => files.length > 0),
      count(({ dates }) => dates.some(({ dateType }) => dateType === 'Accepted')),
      count(({ creators, dates }) => creators.length + dates.length === 0),
    ];
    expect(Math.min(...counts)).toBeGreaterThan(30);
    expect(generateRecord(4, 1, 'short', true)).toEqual(generateRecord(4, 1, 'short', true));
  });

  test('is not made from a number that is none', () => {
    expect(() => execFileSync(process.execPath, [program, '--records', 'x'], { stdio: 'pipe' })).toThrow(
      '--records must be a whole number',
    );
  });
});
