import type { RealRecord } from './real-record.ts';

interface DataCiteItem {
  readonly id: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** The attributes that are the metadata of the thing; the rest is DataCite's book-keeping, of which `published` and `source` would be understood wrongly. */
const fields = [
  'doi',
  'url',
  'identifiers',
  'creators',
  'titles',
  'publisher',
  'container',
  'publicationYear',
  'subjects',
  'contributors',
  'dates',
  'language',
  'types',
  'relatedIdentifiers',
  'sizes',
  'formats',
  'version',
  'rightsList',
  'descriptions',
  'geoLocations',
  'fundingReferences',
];

/** The DOIs in an answer of DataCite's REST interface, their attributes as they are; what is not a DOI is no record. */
export function fromDataCite(json: string): (Omit<RealRecord, 'id'> & { readonly name: string })[] {
  const { data } = JSON.parse(json) as { data: DataCiteItem | readonly DataCiteItem[] };
  const dois = [data].flat().filter(({ type }) => type === 'dois') as readonly DataCiteItem[];
  return dois.map(({ id, attributes }) => ({
    name: id,
    metadata: Object.fromEntries(fields.map((field) => [field, attributes[field]])),
    sets: [],
  }));
}
