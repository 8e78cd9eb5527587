import type { ArticleRecord } from '../record/record.ts';
import type { ResourceType } from '../record/vocabulary.ts';

/** A role of MARC's list of relators: its code, and its term as catalogues print it. */
export interface Relator {
  readonly code: string;
  readonly term: string;
}

/** What somebody did, by MARC's list, and in the record's own word where that list has nothing so exact. */
export interface Role {
  readonly relator: Relator;
  readonly word?: string;
}

type ContributorType = ArticleRecord['contributors'][number]['contributorType'];

export const funderRole: Role = { relator: { code: 'fnd', term: 'funder' } };
export const grantorRole: Role = { relator: { code: 'dgg', term: 'degree granting institution' } };

const author: Role = { relator: { code: 'aut', term: 'author' } };
const creator: Role = { relator: { code: 'cre', term: 'creator' } };
const contributor: Relator = { code: 'ctb', term: 'contributor' };

/** What is made without being written: those who made it are no authors. */
const unwritten: ReadonlySet<ResourceType> = new Set<ResourceType>([
  'Audiovisual',
  'Collection',
  'Dataset',
  'Image',
  'Instrument',
  'InteractiveResource',
  'Model',
  'PhysicalObject',
  'Service',
  'Software',
  'Sound',
]);

/** What the creators of a record are: authors of what is written, creators of everything else. */
export function getCreatorRole({ types }: ArticleRecord): Role {
  return types?.resourceTypeGeneral !== undefined && unwritten.has(types.resourceTypeGeneral) ? creator : author;
}

const contributorRoles: Readonly<Record<ContributorType, Role>> = {
  ContactPerson: { relator: contributor, word: 'contact person' },
  DataCollector: { relator: contributor, word: 'data collector' },
  DataCurator: { relator: contributor, word: 'data curator' },
  DataManager: { relator: { code: 'dtm', term: 'data manager' } },
  Distributor: { relator: { code: 'dst', term: 'distributor' } },
  Editor: { relator: { code: 'edt', term: 'editor' } },
  HostingInstitution: { relator: { code: 'his', term: 'host institution' } },
  Other: { relator: contributor },
  Producer: { relator: { code: 'pro', term: 'producer' } },
  ProjectLeader: { relator: { code: 'pdr', term: 'project director' } },
  ProjectManager: { relator: contributor, word: 'project manager' },
  ProjectMember: { relator: contributor, word: 'project member' },
  RegistrationAgency: { relator: contributor, word: 'registration agency' },
  RegistrationAuthority: { relator: contributor, word: 'registration authority' },
  RelatedPerson: { relator: contributor, word: 'related person' },
  ResearchGroup: { relator: contributor, word: 'research group' },
  Researcher: { relator: { code: 'res', term: 'researcher' } },
  RightsHolder: { relator: contributor, word: 'rights holder' },
  Sponsor: { relator: { code: 'spn', term: 'sponsor' } },
  Supervisor: { relator: { code: 'ths', term: 'thesis advisor' } },
  Translator: { relator: { code: 'trl', term: 'translator' } },
  WorkPackageLeader: { relator: contributor, word: 'work package leader' },
};

/** What a contributor of this type did. */
export function getContributorRole(type: ContributorType): Role {
  return contributorRoles[type];
}
