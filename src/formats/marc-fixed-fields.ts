import type { ArticleRecord } from '../record/record.ts';
import { findBibliographicCode } from './bibliographic-language.ts';
import { findHost } from './host.ts';
import { listIssueDates } from './issue-date.ts';
import { isThesis } from './thesis.ts';
import { findTypeOfResource } from './type-of-resource.ts';

/** Leader/06: what kind of material it is, which also decides what positions 18 to 34 of field 008 mean. */
type Material = 'a' | 'g' | 'i' | 'k' | 'm' | 'p' | 'r';

const materials: Readonly<Record<NonNullable<ReturnType<typeof findTypeOfResource>>, Material>> = {
  text: 'a',
  'still image': 'k',
  'moving image': 'g',
  'sound recording': 'i',
  'three dimensional object': 'r',
  'software, multimedia': 'm',
  'mixed material': 'p',
};

function getMaterial(record: ArticleRecord): Material {
  return materials[findTypeOfResource(record) ?? 'text'];
}

/** Leader/07: a part of a serial, a part of a monograph, a serial, a collection or a monograph. */
function getLevel(record: ArticleRecord): 'a' | 'b' | 'c' | 'm' | 's' {
  const host = findHost(record);
  const type = record.types?.resourceTypeGeneral;
  if (type === 'Journal') return 's';
  if (host?.kind === 'serial' || (host === null && type === 'JournalArticle')) return 'b';
  if (host !== null && host.kind !== 'series') return 'a';
  if (type === 'BookChapter' || type === 'ConferencePaper') return 'a';
  return type === 'Collection' ? 'c' : 'm';
}

/**
 * The leader: a new record in UTF-8, of an abbreviated level, its descriptive rules not known. Length and address are nought, since
 * they belong to the exchange format and not to MARCXML.
 */
export function toMarcLeader(record: ArticleRecord): string {
  return `00000n${getMaterial(record)}${getLevel(record)} a22000003u 4500`;
}

/** Field 007 of a resource that is read over the net: nothing but that is known. */
export const onlineDescription = 'cr |||||||||||';

/** Field 008: 40 positions. The day of entry stays blank, since it is not the repository's day; `|` is what nobody tried to code. */
export function toMarcFixedData(record: ArticleRecord): string {
  const language = record.language === undefined ? null : findBibliographicCode(record.language);
  return `      ${toDates(record)}xx ${toMaterialData(record)}${language ?? 'und'} d`;
}

const year = /^(-?)(\d{4})/;

/** Positions 06 to 14: a single year, a date before Christ, or no date. */
function toDates(record: ArticleRecord): string {
  const match = year.exec(listIssueDates(record)[0] ?? '');
  if (match === null) return 'nuuuuuuuu';
  return match[1] === '-' || match[2] === '0000' ? 'b        ' : `s${match[2]}    `;
}

/** Positions 18 to 34, after Leader/06, and for text after Leader/07 too: parts of serials are coded like serials. */
function toMaterialData(record: ArticleRecord): string {
  const form = record.files.length > 0 ? 'o' : '|';
  switch (getMaterial(record)) {
    case 'm':
      return `    |${form}  ${record.types?.resourceTypeGeneral === 'Software' ? 'b' : '|'} |      `;
    case 'g':
    case 'k':
    case 'r':
      return `||| |     |${form}   ||`;
    case 'i':
      return `|||||${form}|||||||| | `;
    case 'p':
      return `     ${form}           `;
    default:
      return toTextData(record, form);
  }
}

function toTextData(record: ArticleRecord, form: string): string {
  const level = getLevel(record);
  if (level === 'b' || level === 's') return `|| ||${form}||||||   ||`;
  const contents = isThesis(record) ? 'm   ' : '||||';
  const conference = record.types?.resourceTypeGeneral === 'ConferenceProceeding' ? '1' : '|';
  return `|||||${form}${contents}|${conference}|| ||`;
}
