import { expect, test } from 'vitest';
import { findNearestName } from '../src/nearest-name.ts';

const known = ['PORT', 'OAI_HOST', 'OAI_PAGE_SIZE', 'OAI_PAGE_SIZE_LIST_SETS', 'DATABASE_URL'];

test.each([
  ['OAI_PAGESIZE', 'OAI_PAGE_SIZE'],
  ['oai-page-size', 'OAI_PAGE_SIZE'],
  ['PAGE_SIZE', 'OAI_PAGE_SIZE'],
  ['OAI_HSOT', 'OAI_HOST'],
  ['OAI_PORT', 'PORT'],
  ['DATABASE_URI', 'DATABASE_URL'],
  ['OAI_PAGE_SIZE_LIST_SET', 'OAI_PAGE_SIZE_LIST_SETS'],
])('%s most likely means %s', (name, expected) => expect(findNearestName(name, known)).toBe(expected));

test('nothing is suggested for a name that is near none', () => {
  expect(findNearestName('TEMPERATURE', known)).toBeNull();
  expect(findNearestName('x'.repeat(100_000), known)).toBeNull();
  expect(findNearestName('PORT', [])).toBeNull();
});
