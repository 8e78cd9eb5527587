import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { describeWhen } from '../support/describe-when.ts';
import { sharedDir } from '../support/shared-dir.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const checklist = path.join(sharedDir, 'spec/conformance.md');

/** A row of docs/conformance.md. */
interface DocumentedRow {
  readonly row: string;
  /** The files that cover it, below tests/. */
  readonly files: readonly string[];
  /** Why no test covers it; null where files do. */
  readonly reason: string | null;
}

const documented = readDocumentedRows(readFileSync(path.join(root, 'docs/conformance.md'), 'utf8'));
const cited = readCitations();

function readDocumentedRows(text: string): DocumentedRow[] {
  const rows = text.matchAll(/^\| ([A-Z]-(?:\d\d|[a-z])) \| [^|]+ \| .+ \| ([^|]*) \|$/gm);
  return [...rows].map(([, row = '', cell = '']) => ({
    row,
    files: [...cell.matchAll(/`([^`]+\.ts)`/g)].map(([, file = '']) => file),
    reason: cell.startsWith('— ') ? cell.slice(2) : null,
  }));
}

/** The rows that each test file cites in brackets, comments left out. */
function readCitations(): Map<string, ReadonlySet<string>> {
  const names = readdirSync(path.join(root, 'tests'), { recursive: true, encoding: 'utf8' });
  const files = names.filter((name) => name.endsWith('.ts')).map((name) => name.replaceAll(path.sep, '/'));
  const entries = files.map((file) => {
    const code = readFileSync(path.join(root, 'tests', file), 'utf8').replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
    return [file, new Set([...code.matchAll(/\[([A-Z]-(?:\d\d|[a-z]))\]/g)].map(([, row = '']) => row))] as const;
  });
  return new Map(entries);
}

/** The rows of sections 1 to 9 of the checklist. */
function readChecklistRows(text: string): string[] {
  const sections = text.slice(text.indexOf('\n## 1. '), text.indexOf('\n## 10. '));
  return [...sections.matchAll(/^\| ([A-Z]-(?:\d\d|[a-z])) \|/gm)].map(([, row = '']) => row);
}

describe('docs/conformance.md', () => {
  test('has each row once', () => {
    const rows = documented.map(({ row }) => row);
    expect(rows.length).toBeGreaterThan(150);
    expect(rows.filter((row, index) => rows.indexOf(row) !== index)).toEqual([]);
  });

  test('names for each row tests that cite it, or the reason why there are none', () => {
    const faults = documented.flatMap(({ row, files, reason }) => {
      if (files.length === 0) return reason === null ? [`${row}: neither a test nor a reason`] : [];
      return files.filter((file) => !cited.get(file)?.has(row)).map((file) => `${row}: ${file} does not cite it`);
    });
    expect(faults).toEqual([]);
  });

  test('gives no reason for a row that a test cites after all', () => {
    const rows = new Set([...cited.values()].flatMap((each) => [...each]));
    expect(documented.filter(({ row, reason }) => reason !== null && rows.has(row)).map(({ row }) => row)).toEqual([]);
  });
});

describeWhen(existsSync(checklist), `needs ${path.relative('.', checklist)}`)('the checklist', () => {
  test('has the rows that docs/conformance.md has, sections 1 to 9', () => {
    const rows = readChecklistRows(readFileSync(checklist, 'utf8'));
    expect(rows.length).toBeGreaterThan(150);
    expect(documented.map(({ row }) => row).sort()).toEqual(rows.sort());
  });
});
