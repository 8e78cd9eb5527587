import { expect, test } from 'vitest';
import { isUri } from '../src/is-uri.ts';

test.each([
  'https://example.org',
  'http://example.org:8080/a/b;c?d=e&f=%C3%A4#g',
  'http://me@example.org/',
  'urn:nbn:de:101-2026',
  'oai:an.example.org:a%3Cb',
  'info:eu-repo/semantics/article',
])('%s is a URI', (text) => expect(isUri(text)).toBe(true));

test.each([
  '',
  'example.org/a',
  'http:',
  'http://',
  'http:///path',
  'http://host:port/',
  'http://host:/',
  'http://host:123456/',
  'http://example.org/a b',
  'http://example.org/%zz',
  'http://example.org/100%',
  'http://example.org/a#b#c',
  'http://exämple.org/',
  'http://example.org/{a}',
  'http://example.org/\n',
  'one:two\u0000',
])('%j is none', (text) => expect(isUri(text)).toBe(false));
