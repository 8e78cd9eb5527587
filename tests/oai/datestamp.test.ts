import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDateBound, toGranularity } from '../../src/oai/datestamp.ts';

describe('parsing from and until', () => {
  test('takes a day for its first second or its last [D-07]', () => {
    expect(parseDateBound('2020-01-31', 'from')).toEqual({ datestamp: '2020-01-31T00:00:00Z', isDay: true });
    expect(parseDateBound('2020-01-31', 'until')).toEqual({ datestamp: '2020-01-31T23:59:59Z', isDay: true });
  });

  test('takes a second for itself [D-03]', () => {
    for (const which of ['from', 'until'] as const) {
      expect(parseDateBound('2020-01-31T23:59:59Z', which)).toEqual({ datestamp: '2020-01-31T23:59:59Z', isDay: false });
    }
  });

  test.each(['0001-01-01', '9999-12-31', '2000-02-29', '2024-02-29', '0004-02-29'])('accepts the day %s [D-04] [D-12]', (day) => {
    expect(parseDateBound(day, 'from')).not.toBe(null);
    expect(parseDateBound(`${day}T00:00:00Z`, 'from')).not.toBe(null);
  });

  test.each([
    '0000-01-01',
    '1900-02-29',
    '2025-02-30',
    '2023-02-29',
    '2020-04-31',
    '2020-00-01',
    '2020-13-01',
    '2020-01-32',
    '2020-01-00',
  ])('refuses the day %s, which no calendar has [D-04]', (day) => {
    expect(parseDateBound(day, 'from')).toBe(null);
    expect(parseDateBound(`${day}T00:00:00Z`, 'until')).toBe(null);
  });

  test.each([
    '2020',
    '2020-01',
    '2020-1-1',
    '2020-01-01T',
    '2020-01-01T00:00Z',
    '2020-01-01T00:00:00',
    '2020-01-01T00:00:00.0Z',
    '',
  ])('refuses the form %j [D-04]', (form) => {
    expect(parseDateBound(form, 'from')).toBe(null);
  });

  test.each([
    '2020-01-01T24:00:00Z',
    '2020-01-01T23:60:00Z',
    '2020-01-01T23:59:60Z',
    '2020-01-01\n',
    '2020-01-01T00:00:00Z\n',
    '٢٠٢٠-٠١-٠١',
  ])('refuses %j [D-04]', (form) => {
    expect(parseDateBound(form, 'until')).toBe(null);
  });

  test('accepts every second from year 1 to 9999 as the calendar writes it [D-04]', () => {
    const date = fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true });
    fc.assert(
      fc.property(date, (each) => {
        const second = `${each.toISOString().slice(0, 19)}Z`;
        expect(parseDateBound(second, 'from')?.datestamp).toBe(second);
        expect(parseDateBound(second.slice(0, 10), 'until')?.isDay).toBe(true);
      }),
    );
  });

  test('accepts of any text only what a calendar has [D-04]', () => {
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789-:TZ'), maxLength: 21 });
    const near = fc
      .tuple(fc.nat(9999), fc.nat(13), fc.nat(32))
      .map(([y, m, d]) => [y, m, d].map((n, i) => String(n).padStart(i === 0 ? 4 : 2, '0')).join('-'));
    fc.assert(
      fc.property(fc.oneof(digits, near), (text) => {
        if (parseDateBound(text, 'from') === null) return;
        const time = new Date(text.length === 10 ? `${text}T00:00:00Z` : text);
        expect(time.toISOString().slice(0, text.length === 10 ? 10 : 19)).toBe(text.replace('Z', ''));
      }),
    );
  });
});

describe('writing a datestamp', () => {
  test('cuts it to the granularity of the repository [D-02] [I-09]', () => {
    expect(toGranularity('2020-01-31T23:59:59Z', 'YYYY-MM-DD')).toBe('2020-01-31');
    expect(toGranularity('2020-01-31T23:59:59Z', 'YYYY-MM-DDThh:mm:ssZ')).toBe('2020-01-31T23:59:59Z');
  });
});
