import type { ProtocolSettings } from '../../src/oai/answer.ts';

/** Settings for answers that no server gives: `oai_dc` alone, and pages of one size. */
export function makeProtocolSettings({ pageSize = 1000, pageMaxBytes = 10_000_000 } = {}): ProtocolSettings {
  return {
    baseUrl: 'http://localhost/oai',
    repositoryName: 'r',
    adminEmails: [],
    identifierDomain: 'r.example.org',
    compressions: [],
    granularity: 'YYYY-MM-DDThh:mm:ssZ',
    descriptions: [],
    formats: [{ prefix: 'oai_dc', schema: '', namespace: '' }],
    pageSizes: { ListRecords: pageSize, ListIdentifiers: pageSize, ListSets: pageSize },
    pageMaxBytes,
  };
}
