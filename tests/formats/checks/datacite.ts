import { childrenOf, descendantsOf, findChild, findChildText, type XmlElement } from '../../support/xml-tree.ts';
import type { FormatCheck } from './format-check.ts';

/** The rules of DataCite 4.6 that its schema is blind to: what it gives no type, the schema takes with any attributes or none. */
export const dataciteCheck: FormatCheck = { driver: 'datacite', listFaults: listResourceFaults };

/** What is wrong with one `<resource>` beyond its schema. */
export function listResourceFaults(root: XmlElement): string[] {
  const faults: string[] = [];
  const demand = (holds: boolean, fault: string) => {
    if (!holds) faults.push(fault);
  };
  demand(root.name === 'resource', 'the root is not called resource');
  for (const element of descendantsOf(root)) {
    demand(element.uri === 'http://datacite.org/schema/kernel-4', `${element.name} is in another namespace`);
    if (element.local === 'nameIdentifier')
      demand(element.attributes.has('nameIdentifierScheme'), 'a nameIdentifier without scheme');
    if (element.attributes.get('relatedIdentifierType') === 'URL') demand(isAddress(element.text), 'a related URL that is none');
    for (const [name, value] of element.attributes) {
      if (/URI$/.test(name)) demand(/^[a-z][a-z\d+.-]*:\S+$/i.test(value), `${name} is no absolute URI: ${value}`);
    }
  }
  const identifier = findChild(root, 'identifier');
  const type = identifier?.attributes.get('identifierType');
  if (type === 'DOI') demand(/^10\.\d+/.test(identifier?.text ?? ''), 'a DOI that is not bare');
  if (type === 'URL') demand(isAddress(identifier?.text ?? ''), 'an identifier of type URL that is no address');
  if (type === 'oai') demand(/^oai:/.test(identifier?.text ?? ''), 'an identifier of type oai that is none');
  demand(type !== 'Local', 'an identifier that means nothing outside the repository');
  demand((findChildText(root, 'resourceType') ?? '').trim() !== '', 'no word for the type');
  demand(listDates(root).filter((date) => date === 'Issued').length > 0 || !isYearKnown(root), 'a year and no date of issue');
  for (const item of childrenOf(findChild(root, 'relatedItems') ?? root, 'relatedItem')) {
    demand(findChild(item, 'titles') !== null, 'a related item without title');
  }
  return faults;
}

function listDates(root: XmlElement): (string | undefined)[] {
  const dates = findChild(root, 'dates');
  return dates === null ? [] : dates.children.map(({ attributes }) => attributes.get('dateType'));
}

/** A year may have been taken from another date, and then that one is there. */
function isYearKnown(root: XmlElement): boolean {
  return findChildText(root, 'publicationYear') !== '0000' && listDates(root).length === 0;
}

function isAddress(text: string): boolean {
  return /^https?:\/\/[^\s/?#]\S*$/i.test(text);
}
