import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

const goldenDir = fileURLToPath(new URL('../golden/', import.meta.url));

/** Compares text with a file under tests/golden; with UPDATE_GOLDEN=1 in the environment the file is written instead. */
export function expectGolden(name: string, text: string): void {
  const file = path.join(goldenDir, name);
  if (process.env.UPDATE_GOLDEN === '1') {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  expect(text).toBe(readFileSync(file, 'utf8'));
}

/** The rendering as a file that people can review: an XML declaration, and each child of the root on its own line. */
export function toGoldenXml(xml: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${xml.replace(/></g, '>\n<')}\n`;
}
