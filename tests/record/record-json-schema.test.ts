import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseRecord } from '../../src/record/parse-record.ts';
import { recordSchema } from '../../src/record/record.ts';
import { recordJsonSchema } from '../../src/record/record-json-schema.ts';
import { fieldNames } from '../../src/record/shorthands.ts';
import { samples } from '../formats/samples.ts';

const file = fileURLToPath(new URL('../../docs/record.schema.json', import.meta.url));
const examples = fileURLToPath(new URL('../../examples/records.jsonl', import.meta.url));
const docs = fileURLToPath(new URL('../../docs/formats.md', import.meta.url));

describe('the published schema of a record', () => {
  test('is the one in docs/record.schema.json (UPDATE_GOLDEN=1 writes it)', () => {
    const text = `${JSON.stringify(recordJsonSchema(), null, 2)}\n`;
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(file, text);
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  test('knows every field that the parser knows, and each name in docs/formats.md', () => {
    const { properties } = recordJsonSchema() as { properties: Record<string, unknown> };
    expect(Object.keys(properties)).toEqual([...fieldNames.keys()]);
    for (const field of Object.keys(recordSchema.shape)) expect(fieldNames.get(field)).toBe(field);
    const text = readFileSync(docs, 'utf8');
    for (const name of fieldNames.keys()) expect(text, `docs/formats.md explains ${name}`).toContain(`\`${name}\``);
  });

  test('accepts every example and every sample that is not odd, as does the parser', () => {
    const schema = z.fromJSONSchema(recordJsonSchema() as Parameters<typeof z.fromJSONSchema>[0]);
    const lines = readFileSync(examples, 'utf8').trim().split('\n');
    const metadata = lines.map((line) => (JSON.parse(line) as { metadata: unknown }).metadata);
    for (const each of [
      ...metadata,
      ...samples.filter(({ name }) => name !== 'odd' && name !== 'plain-dublin-core').map((one) => one.metadata),
    ]) {
      expect(schema.safeParse(each).error?.issues ?? [], JSON.stringify(each).slice(0, 80)).toEqual([]);
      expect(parseRecord(each)).toMatchObject({ ok: true, unknownFields: [] });
    }
  });

  test('refuses what the parser refuses', () => {
    const schema = z.fromJSONSchema(recordJsonSchema() as Parameters<typeof z.fromJSONSchema>[0]);
    for (const metadata of [
      { title: true },
      { titles: [{ title: 12 }] },
      { title: 'A', creators: [{ name: 12 }] },
      { title: 'A', doi: 12 },
      [],
    ]) {
      expect(schema.safeParse(metadata).success, JSON.stringify(metadata)).toBe(false);
      expect(parseRecord(metadata).ok).toBe(false);
    }
  });
});
