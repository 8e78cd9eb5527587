import { expect, test } from 'vitest';
import { renderTable } from '../../src/commands/render-table.ts';

const rows = [
  ['a', 'long cell', 'x'],
  ['bbb', '', 'y'],
];

test('a terminal gets aligned columns, a pipe gets tabs', () => {
  expect(renderTable(rows, true)).toBe('a    long cell  x\nbbb             y\n');
  expect(renderTable(rows, false)).toBe('a\tlong cell\tx\nbbb\t\ty\n');
});

test('no cell can break a line, add a column or drive the terminal', () => {
  expect(renderTable([['a\tb\nc\u001B[2J', 'd']], false)).toBe('a b c [2J\td\n');
});
