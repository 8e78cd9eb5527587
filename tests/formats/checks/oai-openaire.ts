import { descendantsOf, type XmlElement } from '../../support/xml-tree.ts';
import type { FormatCheck } from './format-check.ts';

/** The schema is one choice of elements in any number and order, so what is mandatory and what comes once is ruled here. */
export const oaiOpenaireCheck: FormatCheck = {
  driver: 'openaire',
  needs: { url: 'https://repository.example.org/17', year: 2020 },
  listFaults,
};

/** From the guidelines' application profile: how often each element may stand on the root. */
const once = ['datacite:titles', 'oaire:resourceType', 'datacite:identifier', 'datacite:rights', 'datacite:dates'];
const atMostOnce = [
  'datacite:creators',
  'datacite:contributors',
  'oaire:fundingReferences',
  'datacite:alternateIdentifiers',
  'datacite:relatedIdentifiers',
  'datacite:subjects',
  'datacite:sizes',
  'oaire:licenseCondition',
  'oaire:version',
  'oaire:citationTitle',
  'oaire:citationVolume',
  'oaire:citationIssue',
  'oaire:citationStartPage',
  'oaire:citationEndPage',
  'oaire:citationEdition',
];

const accessRights: Readonly<Record<string, string>> = {
  'http://purl.org/coar/access_right/c_abf2': 'open access',
  'http://purl.org/coar/access_right/c_f1cf': 'embargoed access',
  'http://purl.org/coar/access_right/c_16ec': 'restricted access',
  'http://purl.org/coar/access_right/c_14cb': 'metadata only access',
};

const identifierForms: Readonly<Record<string, RegExp>> = {
  DOI: /^https:\/\/doi\.org\/10\.\d+/,
  HANDLE: /^https:\/\/hdl\.handle\.net\/\S/,
  URN: /^urn:[^:]+:\S/i,
  PURL: /^https?:\/\/\S+$/,
  URL: /^https?:\/\/\S+$/,
  ARK: /ark:/,
};

const languageOfText = /^[a-z]{2,3}(?:-[A-Za-z\d]+)*$/i;

function listFaults(root: XmlElement): string[] {
  const faults: string[] = [];
  const demand = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault);
  };
  const all = (name: string) => root.children.filter((child) => child.name === name);
  demand(root.name === 'oaire:resource', `the root is ${root.name}`);
  for (const name of once) demand(all(name).length === 1, `${name} stands ${all(name).length} times`);
  for (const name of atMostOnce) demand(all(name).length <= 1, `${name} stands ${all(name).length} times`);
  listRightsFaults(root, demand);
  const [identifier] = all('datacite:identifier');
  const form = identifierForms[identifier?.attributes.get('identifierType') ?? ''];
  demand(form?.test(identifier?.text ?? '') ?? false, `the identifier is ${identifier?.text}`);
  const issued = all('datacite:dates')
    .flatMap(({ children }) => children)
    .filter(({ attributes }) => attributes.get('dateType') === 'Issued');
  demand(issued.length === 1, `${issued.length} dates of issue`);
  demand(/^\d{4}(-\d\d(-\d\d)?)?$/.test(issued[0]?.text ?? ''), `the date of issue is ${issued[0]?.text}`);
  const [type] = all('oaire:resourceType');
  const isDataset = type?.attributes.get('uri')?.endsWith('/c_ddb1') ?? false;
  demand(
    isDataset === (type?.attributes.get('resourceTypeGeneral') === 'dataset'),
    'a dataset that is none, or the other way round',
  );
  for (const { name, text, attributes } of descendantsOf(root)) {
    const lang = attributes.get('xml:lang');
    demand(lang === undefined || languageOfText.test(lang), `${name} in the language ${lang}`);
    if (attributes.get('relatedIdentifierType') === 'URL') demand(/^https?:\/\/\S+$/i.test(text), `a related URL ${text}`);
  }
  return faults;
}

function listRightsFaults(root: XmlElement, demand: (holds: boolean, fault: string) => void): void {
  for (const { name, text, attributes } of root.children) {
    if (name === 'datacite:rights') {
      demand(accessRights[attributes.get('rightsURI') ?? ''] === text, `the access right is labelled ${text}`);
      demand(attributes.size === 1, 'an access right with more than its URI');
    }
    if (name === 'oaire:file') {
      demand(/^https?:\/\/\S+$/i.test(text), `the address of a file is ${text}`);
      const rights = root.children.find((child) => child.name === 'datacite:rights');
      const expected = rights?.attributes.get('rightsURI');
      demand(expected !== undefined && attributes.get('accessRightsURI') === expected, 'a file with another access right');
      demand(attributes.has('objectType'), 'a file without kind');
    }
    if (name === 'oaire:licenseCondition') {
      const uri = attributes.get('uri');
      demand(uri === undefined || /^[a-z][a-z\d+.-]*:\S+$/i.test(uri), `a licence at ${uri}`);
      demand(!/access_right|info:eu-repo/.test(uri ?? ''), 'an access right as licence');
      demand(/^(\d{4}(-\d\d(-\d\d)?)?)?$/.test(attributes.get('startDate') ?? ''), 'a licence from no date on');
    }
  }
}
