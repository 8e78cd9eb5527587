import { describe, expect, test } from 'vitest';
import { formats } from '../../src/formats/index.ts';
import { parseRecord } from '../../src/record/parse-record.ts';
import { describeWhen } from '../support/describe-when.ts';
import { readRealRecords, realRecordsAvailable, realRecordsReason } from '../support/real-records/real-records.ts';
import { parseXml } from '../support/xml-tree.ts';
import { listRenderingFaults } from './check-renderings.ts';
import { isCarried, renderInFormat } from './render-sample.ts';

describeWhen(realRecordsAvailable, realRecordsReason)('the real records of other repositories', () => {
  const records = realRecordsAvailable ? readRealRecords() : [];
  const parsed = records.map(({ id, metadata }) => ({ id, result: parseRecord(metadata) }));
  const understood = parsed.flatMap(({ result }) => (result.ok ? [result.record] : []));

  test('are read from every file, each under its own id', () => {
    const counts: Record<string, number> = {};
    for (const { id } of records) {
      const source = id.startsWith('records/') ? 'records' : id.split('/').slice(0, 2).join('/');
      counts[source] = (counts[source] ?? 0) + 1;
    }
    expect(counts).toEqual({
      'arxiv/arxiv_records': 55,
      'datacite/datacite_api_doi': 1,
      'datacite/datacite_api_doi_dateproblems': 1,
      'datacite/datacite_api_dois': 25,
      'datacite/datacite_api_dois_2016': 25,
      'datacite/oai_getrecord_dc': 1,
      'datacite/oai_listrecords_dc': 2,
      'doaj/oai_doaj_listrecords': 100,
      'flevi29/get-record_get-record': 1,
      'flevi29/get-record_get-record-malformed': 1,
      'flevi29/list-records_1': 3,
      'flevi29/list-records_2': 3,
      'flevi29/list-records_3': 3,
      records: 60,
      'xoai-gdcc/188-copy-element-multibyte': 1,
      'xoai-gdcc/oai_dc': 1,
      'xoai-gdcc/oai_dc-CDATA': 1,
      'xoai-gdcc/oai_dc-valid': 1,
    });
    expect(new Set(records.map(({ id }) => id)).size).toBe(records.length);
  });

  test('parse, but for those that cannot', () => {
    const refused = parsed.flatMap(({ id, result }) => (result.ok ? [] : [[id, ...result.problems]]));
    expect(refused).toEqual([
      // An answer that is wrong on purpose: a record without metadata.
      ['flevi29/get-record_get-record-malformed/oai:tethys.at:1', 'a record needs a title'],
    ]);
  });

  test('have no field that nothing reads, but for those of DataCite that the record has no place for', () => {
    const unknown = parsed.flatMap(({ result }) => (result.ok ? result.unknownFields : []));
    expect([...new Set(unknown.map((field) => field.replace(/\[\d+\]/g, '[]')))].sort()).toEqual([
      // Parts that are a kind or a language and nothing else, and places that are known by their coordinates alone.
      'coverage[]',
      'dc.contributor[]',
      'identifiers[]',
      'relatedIdentifiers[]',
      'types.bibtex',
      'types.citeproc',
      'types.ris',
      'types.schemaOrg',
    ]);
  });

  describe.each(formats)('in $prefix', (format) => {
    test('render by its rules and its schema, all that it carries [X-01, X-22]', () => {
      const carried = understood.filter((record) => isCarried(format, record));
      // Not one of them is a thesis.
      if (format.carries === undefined) expect(carried).toHaveLength(understood.length);
      const renderings = carried.map((record, index) => renderInFormat(format, record, index + 1));
      for (const xml of renderings) expect(parseXml(xml).root.children.length).toBeGreaterThan(0);
      expect(listRenderingFaults(format.prefix, renderings)).toEqual([]);
    });
  });
});
