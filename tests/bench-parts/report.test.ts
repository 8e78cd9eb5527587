import { describe, expect, test } from 'vitest';
import { parseOptions } from '../bench/options.ts';
import { formatNumber, renderJson, renderMarkdown, renderText } from '../bench/render-report.ts';
import { isMet, type Report, type Row } from '../bench/report.ts';
import { median, slope, takeTurns } from '../bench/statistics.ts';

const row: Row = {
  measure: 'harvest',
  figure: 12_345.6,
  unit: 'records/s',
  limit: { name: 'COPY | psql', figure: 40_000 },
  target: { of: 'ratio', atLeast: 0.3 },
};
const cost = { work: 'harvest', records: 1000, seconds: 0.5, server: 0.25, database: null, client: 0.05 };
const report: Report = { circumstances: [['records', '1000']], rows: [row, { ...row, figure: null }], costs: [cost] };

describe('the report of the bench', () => {
  test('puts each figure beside its limit, as text, Markdown and JSON', () => {
    const cells = ['harvest', '12,346 records/s', 'COPY | psql', '40,000 records/s', '0.31', '≥ 0.30 ×', 'yes'];
    expect(renderText(report, false)).toContain(`${cells.join('\t')}\n`);
    expect(renderText(report, false)).toContain('harvest\t2,000\t0.50\t0.25\t\t0.05\n');
    expect(renderMarkdown(report)).toContain(`| ${cells.join(' | ').replace('COPY |', 'COPY \\|')} |\n`);
    expect(JSON.parse(renderJson(report)).rows[0]).toMatchObject({
      figure: 12_345.6,
      met: true,
      ratio: expect.closeTo(0.3086, 3),
    });
  });

  test('says what could not be measured, and judges it by nothing', () => {
    expect(renderText(report, false)).toContain('harvest\tnot available\t');
    expect(isMet(report.rows[1]!)).toBeNull();
  });

  test.each([
    [{ of: 'ratio', atLeast: 0.31 } as const, false],
    [{ of: 'ratio', atMost: 0.31 } as const, true],
    [{ of: 'figure', atLeast: 12_345 } as const, true],
    [{ of: 'figure', atMost: 12_345 } as const, false],
  ])('judges by the target %j', (target, met) => {
    expect(isMet({ ...row, target })).toBe(met);
  });

  test.each([
    [0.1234, '0.123'],
    [1.234, '1.23'],
    [12.34, '12.3'],
    [123.4, '123'],
    [1_234_567, '1,234,567'],
    [50, '50'],
  ])('shows %d as %s', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});

describe('the figures of the bench', () => {
  test('are medians, and growth a straight line through all samples', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(slope([1, 3, 5, 7])).toBeCloseTo(2);
    expect(slope([5, 5, 5])).toBe(0);
  });

  test('are taken in turns, and no round is begun that the time does not suffice for', async () => {
    const order: string[] = [];
    const works = { ours: async () => order.push('ours'), limit: async () => order.push('limit') };
    expect(await takeTurns(works, { rounds: 2 })).toEqual({ ours: [1, 3], limit: [2, 4] });
    expect(order).toEqual(['ours', 'limit', 'ours', 'limit']);
    expect((await takeTurns(works, { budgetMs: 0 })).ours).toHaveLength(1);
  });
});

describe('the command line of the bench', () => {
  const parse = (...args: string[]) => parseOptions(args, ['harvest', 'against']);

  test('has a default for everything', () => {
    expect(parse()).toEqual({ records: 100_000, against: null, only: null, out: 'bench-results', keep: null, database: null });
    expect(parse('--records', '20000', '--only', 'harvest')).toMatchObject({ records: 20_000, only: ['harvest'] });
    expect(parse('--help')).toBeNull();
  });

  test.each([
    ['--records', '1.5'],
    ['--records', '10'],
    ['--only', 'nothing'],
    ['--only', 'against'],
    ['--against', 'ftp://localhost/oai'],
    ['--unknown'],
    ['stray'],
  ])('refuses %s %s', (...args) => {
    expect(() => parse(...args)).toThrow();
  });
});
