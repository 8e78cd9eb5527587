import { renderFormat } from '../../../src/formats/format.ts';
import { formats } from '../../../src/formats/index.ts';
import { parseRecord } from '../../../src/record/parse-record.ts';

/**
 * What rendering on demand cannot do without, for each record that the format carries: from its metadata as JSON text, as it is stored, to the XML of the format.
 *
 * @param lines records as JSON
 */
export function makeFormatRenderings(lines: readonly string[], prefix: string): (() => string)[] {
  const format = formats.find((one) => one.prefix === prefix);
  if (format === undefined) throw new Error(`The program has no format ${prefix}.`);
  return lines.flatMap((line) => {
    const { id, metadata } = JSON.parse(line) as { id: string; metadata: unknown };
    const text = JSON.stringify(metadata);
    const context = { identifier: `oai:repository.example.org:${id}` };
    const parse = () => {
      const parsed = parseRecord(JSON.parse(text), { tellsUnknown: false });
      if (!parsed.ok) throw new Error(`The record ${id} could not be parsed.`);
      return parsed.record;
    };
    // Which records a format carries is looked up when they are published.
    if (format.carries !== undefined && !format.carries(parse(), context)) return [];
    return [() => renderFormat(format, parse(), context)];
  });
}
