/*
 * A metadata format of one's own: what a reading list or a department's web site needs to cite an article, and no more.
 * README.md beside this file says how to use it. It is plain JavaScript, imports nothing, and is loaded once when the server starts.
 */

/**
 * What the format gives for one record: plain data. A child is an element or a text; a text may be any string, and is escaped later.
 * @typedef {{ name: string, attributes?: Record<string, string>, children: (XmlElement | string)[] }} XmlElement
 */

/**
 * The parts of a record that this format reads. docs/record.schema.json has all of them. Whatever way a record was written in, it comes
 * in this full form: lists are always there, other fields may be missing, and no text is blank.
 * @typedef {object} ArticleRecord
 * @property {{ title: string }[]} titles
 * @property {{ name: string, familyName?: string, givenName?: string, nameIdentifiers: { nameIdentifier: string }[] }[]} creators
 * @property {number} [publicationYear]
 * @property {{ title?: string, volume?: string, issue?: string, firstPage?: string, lastPage?: string, identifier?: string }} [container]
 * @property {{ name: string }} [publisher]
 * @property {string} [doi]
 * @property {string} [url]
 */

const namespace = 'https://repository.example.org/ns/citation/';

// Where harvesters find the schema: publish citation.xsd there. It need not be on the server of the repository.
const schema = 'https://repository.example.org/schemas/citation.xsd';

export default {
  prefix: 'citation',
  namespace,
  schema,

  // Raise it whenever this file makes something else of the same record: harvesters then get all records again.
  version: 1,

  /**
   * Which records can be given in this format; without this function, all. Harvesters that ask for "citation" see no others.
   * @param {ArticleRecord} record
   */
  carries(record) {
    return record.creators.length > 0;
  },

  /**
   * One record as the one element that stands in its `<metadata>`. Called for each record, perhaps in several threads at once, so it
   * keeps nothing between two calls, and gives the same for the same record: no clock, no counter, no network.
   * @param {ArticleRecord} record frozen: copy what you want to sort or change
   * @param {{ identifier: string }} context the full OAI identifier, such as oai:repository.example.org:17
   * @returns {XmlElement}
   */
  toElement(record, { identifier }) {
    return {
      name: 'citation',
      attributes: {
        // Harvesters cut this element out of the answer, so it declares all the namespaces that it uses.
        xmlns: namespace,
        'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
        // Has to begin with the namespace and the schema above.
        'xsi:schemaLocation': `${namespace} ${schema}`,
        source: identifier,
      },
      children: [
        ...record.creators.map(toAuthor),
        ...textElements('title', record.titles[0]?.title),
        ...textElements('year', record.publicationYear),
        ...toContainer(record.container),
        ...textElements('publisher', record.publisher?.name),
        ...textElements('doi', record.doi),
        ...textElements('url', record.url),
      ],
    };
  },
};

/**
 * @param {ArticleRecord['creators'][number]} creator
 * @returns {XmlElement}
 */
function toAuthor({ name, familyName, givenName, nameIdentifiers }) {
  const orcid = nameIdentifiers.find(({ nameIdentifier }) => nameIdentifier.startsWith('https://orcid.org/'));
  return {
    name: 'author',
    attributes: orcid === undefined ? {} : { orcid: orcid.nameIdentifier },
    children:
      familyName === undefined
        ? textElements('name', name)
        : [...textElements('family', familyName), ...textElements('given', givenName)],
  };
}

/**
 * @param {ArticleRecord['container']} container the journal or book, where there is one
 * @returns {XmlElement[]}
 */
function toContainer(container) {
  if (container?.title === undefined) return [];
  const { title, volume, issue, firstPage, lastPage, identifier } = container;
  const children = [
    ...textElements('title', title),
    ...textElements('volume', volume),
    ...textElements('issue', issue),
    ...textElements('first', firstPage),
    ...textElements('last', lastPage),
    ...textElements('identifier', identifier),
  ];
  return [{ name: 'in', children }];
}

/**
 * An element with a text in it, or none where there is no text: an empty element says nothing and breaks some harvesters.
 * Numbers have to be made text, for children are elements and texts only.
 * @param {string} name
 * @param {string | number | undefined} value
 * @returns {XmlElement[]}
 */
function textElements(name, value) {
  return value === undefined ? [] : [{ name, children: [String(value)] }];
}
