import { describe, expect, test } from 'vitest';
import { renderFormat } from '../../src/formats/format.ts';
import { formats } from '../../src/formats/index.ts';
import { parseRecord } from '../../src/record/parse-record.ts';

const article = {
  title: 'Tides of the North Sea',
  creators: 'Doe, Jane',
  date: '2026-05-01',
  url: 'https://repo.example.org/1',
  file: 'https://repo.example.org/1.pdf',
};
const parse = (more: object) => {
  const parsed = parseRecord({ ...article, ...more });
  if (!parsed.ok) throw new Error(parsed.problems.join());
  return parsed.record;
};

describe('A record with the end of an embargo', () => {
  test('is embargoed where nothing is said of access', () => {
    expect(parse({ embargo: '2031-01-01' }).accessRights).toBe('embargoed');
    expect(parse({}).accessRights).toBeUndefined();
  });

  test('is what it says it is', () => {
    expect(parse({ embargo: '2020-01-01', access: 'open' }).accessRights).toBe('open');
    expect(parse({ embargo: '2031-01-01', rights: 'info:eu-repo/semantics/restrictedAccess' }).accessRights).toBe('restricted');
  });

  test.each(formats)('is the same in $prefix, said or not', (format) => {
    const context = { identifier: 'oai:repo.example.org:1' };
    const [said, unsaid] = [{ access: 'embargoed' }, {}].map((more) =>
      renderFormat(format, parse({ embargo: '2031-01-01', ...more }), context),
    );
    expect(unsaid).toBe(said);
  });
});
