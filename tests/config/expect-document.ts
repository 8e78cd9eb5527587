import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';

const docs = new URL('../../docs/', import.meta.url);

/** Holds a file of docs/ to what is generated from the code; with UPDATE_GOLDEN=1 it is written instead. */
export function expectDocument(name: string, generated: string): void {
  const file = new URL(name, docs);
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(docs, { recursive: true });
    writeFileSync(file, generated);
  }
  expect(readFileSync(file, 'utf8'), `docs/${name} is stale: run the tests with UPDATE_GOLDEN=1 and look at the difference`).toBe(
    generated,
  );
}
