import type { ArticleRecord, Person } from '../record/record.ts';
import type { XmlElement } from '../xml/element.ts';
import { makeField, type Subfield } from './marc-field.ts';
import { funderRole, getContributorRole, getCreatorRole, grantorRole, type Role } from './relator.ts';

/** The last two figures of the tags of a name: a person, a body, or a name of which the record does not tell. */
type NameKind = '00' | '10' | '20';

function getKind({ nameType, familyName, givenName }: Person): NameKind {
  if (nameType === 'Organizational') return '10';
  return nameType === 'Personal' || familyName !== undefined || givenName !== undefined ? '00' : '20';
}

/** The first creator as main entry (100 or 110), or null where there is none or its kind is not known. */
export function findMarcMainEntry(record: ArticleRecord): XmlElement | null {
  const [first] = record.creators;
  if (first === undefined || getKind(first) === '20') return null;
  return makeName(`1${getKind(first)}`, first, getCreatorRole(record));
}

/** Everybody else, by tag: persons (700), bodies (710), those who grant the degree and who pay among them, and uncontrolled names (720). */
export function listMarcAddedEntries(record: ArticleRecord): XmlElement[] {
  const { creators, contributors, thesis, fundingReferences } = record;
  const byKind: Record<NameKind, XmlElement[]> = { '00': [], '10': [], '20': [] };
  const add = (person: Person, role: Role) => {
    const kind = getKind(person);
    byKind[kind].push(makeName(`7${kind}`, person, role));
  };
  const role = getCreatorRole(record);
  const main = creators[0] !== undefined && getKind(creators[0]) !== '20' ? creators[0] : undefined;
  for (const creator of creators) if (creator !== main) add(creator, role);
  for (const contributor of contributors) add(contributor, getContributorRole(contributor.contributorType));
  const { institution, department } = thesis ?? {};
  if (institution !== undefined || department !== undefined) {
    const parts: Subfield[] = [['a', institution ?? department]];
    if (institution !== undefined) parts.push(['b', department]);
    byKind['10'].push(makeField('710', '2 ', ...parts, ...toRole(grantorRole)));
  }
  for (const funder of new Set(fundingReferences.map(({ funderName }) => funderName))) {
    byKind['10'].push(makeField('710', '2 ', ['a', funder], ...toRole(funderRole)));
  }
  return byKind['00'].concat(byKind['10'], byKind['20']);
}

function makeName(tag: string, person: Person, role: Role): XmlElement {
  const { name, familyName, givenName, affiliation } = person;
  if (tag === '720') return makeField(tag, '  ', ['a', name], ...toRole(role));
  const inverted = familyName !== undefined && givenName !== undefined ? `${familyName}, ${givenName}` : name;
  const isSurnameFirst = familyName !== undefined || (givenName === undefined && name.includes(','));
  const ind1 = tag.endsWith('10') ? '2' : isSurnameFirst ? '1' : '0';
  const [relatorTerm, relatorCode] = toRole(role);
  const place = affiliation.length === 0 ? undefined : affiliation.map((item) => item.name).join('; ');
  return makeField(
    tag,
    `${ind1} `,
    ['a', tag.endsWith('10') ? name : inverted],
    relatorTerm,
    ['u', place],
    toIdentifiers(person),
    relatorCode,
  );
}

function toRole({ relator, word }: Role): readonly [Subfield, Subfield] {
  return [
    ['e', word ?? relator.term],
    ['4', relator.code],
  ];
}

const orcid = /^https:\/\/orcid\.org\/(\d{4}-\d{4}-\d{4}-\d{3}[\dX])$/;
const webAddress = /^https?:\/\//i;
/** The standard identifier source codes of numbers for people and bodies. */
const sources: ReadonlySet<string> = new Set(['isni', 'orcid', 'viaf']);

/** Numbers with their source in subfield 0, addresses in subfield 1; an ORCID iD in both, since catalogues look in either. */
function toIdentifiers({ nameIdentifiers }: Person): Subfield[] {
  const numbers: Subfield[] = [];
  const addresses: Subfield[] = [];
  for (const { nameIdentifier, nameIdentifierScheme } of nameIdentifiers) {
    const source = nameIdentifierScheme?.toLowerCase() ?? '';
    const number = orcid.exec(nameIdentifier)?.[1];
    if (number !== undefined) numbers.push(['0', `(orcid)${number}`]);
    if (webAddress.test(nameIdentifier)) addresses.push(['1', nameIdentifier]);
    else if (sources.has(source)) numbers.push(['0', `(${source})${nameIdentifier}`]);
  }
  return [...numbers, ...addresses];
}
