import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type ErrorCode, errorCodes, ProgramError } from '../src/errors.ts';
import { problemCodes } from '../src/publish/problem-codes.ts';
import { expectDocument } from './config/expect-document.ts';

const codes = Object.keys(errorCodes) as ErrorCode[];

const intro = `# Errors

What the program cannot do it says with a sentence, a hint and one of these codes; the codes stay the same from version to version.
Answers of the protocol, such as \`badArgument\`, are not errors of the program and are not listed here.

This page is made from the tables in \`src/errors.ts\` and \`src/publish/problem-codes.ts\`.
`;

const problemIntro = `# Problems of records

Why a record is not published, as the table \`problems\`, \`oai-pmh-server problems\` and the log have it. The last good version of such a record stays public.
`;

const toSection = ([code, { means, hint }]: [string, { means: string; hint: string }]) => `## ${code}\n\n${means}\n\n${hint}\n`;

test('docs/errors.md says what the table of errors says', () => {
  const sections = Object.entries(errorCodes).map(toSection);
  const problemSections = Object.entries(problemCodes).map(toSection);
  expectDocument('errors.md', [intro, ...sections, problemIntro, ...problemSections].join('\n'));
});

test('every code is used by the program', () => {
  const source = new URL('../src/', import.meta.url);
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && file !== 'errors.ts',
  );
  const text = files.map((file) => readFileSync(new URL(file, source), 'utf8')).join('\n');
  expect(codes.filter((code) => !text.includes(`'${code}'`))).toEqual([]);
});

test('an error carries its code, its hint and its cause', () => {
  const cause = new Error('inner');
  const error = new ProgramError('PORT_IN_USE', 'Port 3000 is taken.', { cause });
  expect(error).toMatchObject({ name: 'ProgramError', code: 'PORT_IN_USE', message: 'Port 3000 is taken.', cause });
  expect(error.hint).toBe(errorCodes.PORT_IN_USE.hint);
});

test('what it means and the hint are whole sentences', () => {
  for (const code of codes) {
    expect(errorCodes[code].means, code).toMatch(/^[A-Z].*\.$/);
    expect(errorCodes[code].hint, code).toMatch(/^[A-Z].*\.$/);
  }
});
