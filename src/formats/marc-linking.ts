import type { ArticleRecord, Container } from '../record/record.ts';
import type { XmlElement } from '../xml/element.ts';
import { findHost, type Host, listRelated } from './host.ts';
import { listIssueDates } from './issue-date.ts';
import { toDoiUrl, toLink } from './links.ts';
import { makeField, type Subfield } from './marc-field.ts';
import { findWebUri } from './web-uri.ts';

type Related = ArticleRecord['relatedIdentifiers'][number];
type RelationType = NonNullable<Related['relationType']>;

/** The linking fields that mean just this relation, with their indicators; any other relation is a 787 that says which in its own words. */
const linkingFields: Partial<Readonly<Record<RelationType, readonly [tag: string, indicators: string]>>> = {
  Continues: ['780', '00'],
  HasPart: ['774', '0 '],
  HasTranslation: ['767', '0 '],
  IsContinuedBy: ['785', '00'],
  IsPartOf: ['773', '0 '],
  IsPublishedIn: ['773', '0 '],
  IsSupplementTo: ['772', '0 '],
  IsSupplementedBy: ['770', '0 '],
  IsTranslationOf: ['765', '0 '],
};

/** The linking fields, 765 to 787, by tag; what the article appeared in is the first 773. */
export function listMarcLinks(record: ArticleRecord): XmlElement[] {
  const links: { readonly tag: string; readonly field: XmlElement }[] = [];
  const host = findHost(record);
  const hostField = host === null || host.kind === 'series' ? null : findHostField(host, listIssueDates(record)[0]);
  if (hostField !== null) links.push({ tag: '773', field: hostField });
  for (const related of listRelated(record)) {
    const relation = related.relationType === 'Other' ? undefined : related.relationType;
    const [tag, indicators] = (relation && linkingFields[relation]) ?? ['787', relation === undefined ? '0 ' : '08'];
    const words: Subfield = ['i', tag === '787' && relation !== undefined ? `${spellRelation(relation)}:` : undefined];
    const { relatedIdentifier, relatedIdentifierType } = related;
    links.push({ tag, field: makeField(tag, indicators, words, toNumber(relatedIdentifier, relatedIdentifierType)) });
  }
  return links.sort((one, other) => Number(one.tag) - Number(other.tag)).map(({ field }) => field);
}

const innerCapital = /\B[A-Z]/g;

function spellRelation(relation: RelationType): string {
  return relation.replace(innerCapital, (letter) => ` ${letter.toLowerCase()}`);
}

const issn = /^[ep]?issn$/i;
const isbn = /^isbn$/i;

/** ISSN and ISBN have subfields of their own; any other identifier is one as an address, where its type has one. */
function toNumber(identifier: string, identifierType: string | undefined): Subfield {
  if (issn.test(identifierType ?? '')) return ['x', identifier];
  return isbn.test(identifierType ?? '') ? ['z', identifier] : ['o', toLink(identifier, identifierType)];
}

const controls = { serial: 'nnas', monograph: 'nnam', series: undefined } as const;

/** Null where nothing is known of the host but what kind it is. A second ISSN is another identifier: subfield x stands once. */
function findHostField({ container, kind, identifiers }: Host, issued: string | undefined): XmlElement | null {
  const numbers = identifiers.map(({ identifier, identifierType }) => toNumber(identifier, identifierType));
  const first = numbers.find(([code]) => code === 'x');
  const further = numbers.map(
    (number): Subfield => (number[0] === 'x' && number !== first ? ['o', `ISSN ${number[1]}`] : number),
  );
  const { title, edition, volume, issue, firstPage } = container;
  const place = toPlace(container, issued);
  if (title === undefined && edition === undefined && place === undefined && numbers.length === 0) return null;
  const numbering = volume === undefined ? '' : issue === undefined ? volume : `${volume}:${issue}`;
  return makeField(
    '773',
    '0 ',
    ['7', kind === null ? undefined : controls[kind]],
    ['t', title],
    ['b', edition],
    ['g', place],
    ['q', numbering === '' || firstPage === undefined ? undefined : `${numbering}<${firstPage}`],
    ['x', 'z', 'o'].flatMap((code) => further.filter((number) => number[0] === code)),
  );
}

/** "Volume 7, issue 3/4 (2021-11), pages 101-119"; a date alone is no place. */
function toPlace({ volume, issue, articleNumber, firstPage, lastPage }: Container, issued?: string): string | undefined {
  const numbers = [volume === undefined ? '' : `volume ${volume}`, issue === undefined ? '' : `issue ${issue}`];
  const dated = [numbers.filter((part) => part !== '').join(', '), issued === undefined ? '' : `(${issued})`];
  const pages = [firstPage, lastPage].filter((page) => page !== undefined);
  const parts = [
    dated.filter((part) => part !== '').join(' '),
    articleNumber === undefined ? '' : `article ${articleNumber}`,
    pages.length === 0 ? '' : `${pages.length === 1 ? 'page' : 'pages'} ${pages.join('-')}`,
  ].filter((part) => part !== '');
  if (parts.length === 0 || (parts[0] === `(${issued})` && parts.length === 1)) return undefined;
  const text = parts.join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The page for people first, or else what the DOI leads to; then the files, unless the record says that not everybody may read them. */
export function listMarcLocations({ url, doi, files, accessRights }: ArticleRecord): XmlElement[] {
  const page = url ?? (doi === undefined ? undefined : toDoiUrl(doi));
  const fields = page === undefined ? [] : [makeField('856', '40', ['u', findWebUri(page) ?? page])];
  if (accessRights !== undefined && accessRights !== 'open') return fields;
  for (const file of files) {
    fields.push(
      makeField(
        '856',
        '40',
        ['u', findWebUri(file.url) ?? file.url],
        ['q', file.mimeType],
        ['s', file.size === undefined ? undefined : `${file.size} bytes`],
        ['y', file.name],
        ['z', file.description],
        ['7', accessRights === 'open' ? '0' : undefined],
      ),
    );
  }
  return fields;
}
