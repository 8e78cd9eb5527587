import { renderTable } from '../../src/commands/render-table.ts';
import { type Cost, isMet, type Report, type Row, toRatio } from './report.ts';

const rowHead = ['measure', 'figure', 'compared with', 'its figure', 'ratio', 'target', 'met'];
const costHead = ['work', 'records/s', 'seconds', 'server CPU s', 'database CPU s', 'client CPU s'];

/** The report for a terminal, or for a pipe. */
export function renderText({ circumstances, rows, costs }: Report, terminal: boolean): string {
  const tables = [
    [rowHead, ...rows.map(toCells)],
    [costHead, ...costs.map(toCostCells)],
  ].filter(({ length }) => length > 1);
  return [circumstances.map((each) => [...each]), ...tables].map((part) => renderTable(part, terminal)).join('\n');
}

/** The report as Markdown. */
export function renderMarkdown({ circumstances, rows, costs }: Report): string {
  const list = circumstances.map(([name, value]) => `- ${name}: ${value}\n`).join('');
  const tables = [renderMarkdownTable(rowHead, rows.map(toCells)), renderMarkdownTable(costHead, costs.map(toCostCells))].slice(
    0,
    costs.length > 0 ? 2 : 1,
  );
  return [list, ...tables].join('\n');
}

/** The report as JSON, with ratios and whether targets were met. */
export function renderJson({ circumstances, rows, costs }: Report): string {
  const judged = rows.map((row) => ({ ...row, ratio: toRatio(row), met: isMet(row) }));
  return `${JSON.stringify({ circumstances: Object.fromEntries(circumstances), rows: judged, costs }, null, 2)}\n`;
}

function renderMarkdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return [head, head.map(() => '---'), ...rows].map(line).join('');
}

function toCells(row: Row): string[] {
  const { measure, figure, unit, limit, target, note } = row;
  const ratio = toRatio(row);
  const met = isMet(row);
  return [
    note === undefined ? measure : `${measure} (${note})`,
    figure === null ? 'not available' : `${formatNumber(figure)} ${unit}`,
    limit?.name ?? '',
    limit === undefined ? '' : `${formatNumber(limit.figure)} ${unit}`,
    ratio === null ? '' : ratio.toFixed(2),
    target === undefined ? '' : describeTarget(target, unit),
    met === null ? '' : met ? 'yes' : 'no',
  ];
}

function describeTarget({ of, atLeast, atMost }: NonNullable<Row['target']>, unit: string): string {
  const [sign, bound] = atLeast === undefined ? ['≤', atMost ?? 0] : ['≥', atLeast];
  return of === 'ratio' ? `${sign} ${bound.toFixed(2)} ×` : `${sign} ${formatNumber(bound)} ${unit}`;
}

function toCostCells({ work, records, seconds, server, database, client }: Cost): string[] {
  const cpu = [server, database, client].map((value) => (value === null ? '' : value.toFixed(2)));
  return [work, formatNumber(records / seconds), seconds.toFixed(2), ...cpu];
}

/** Three significant digits, and no less than the whole of the number. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
