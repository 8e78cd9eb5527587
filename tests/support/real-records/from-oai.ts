import { childrenOf, descendantsOf, findChild, findChildText, parseXml, type XmlElement } from '../xml-tree.ts';
import type { RealRecord } from './real-record.ts';

type Named = Omit<RealRecord, 'id'> & { readonly name: string };

/** The records of an OAI answer, with what is in `<metadata>` as `toMetadata` reads it; or the one record of a bare metadata document. */
export function fromOai(xml: string, toMetadata: (root: XmlElement) => unknown): Named[] {
  const { root } = parseXml(xml);
  if (root.local !== 'OAI-PMH') return [{ name: 'record', metadata: toMetadata(root), sets: [] }];
  const records = descendantsOf(root).filter(({ local, uri }) => local === 'record' && uri === root.uri);
  return records.map((record) => {
    const header = findChild(record, 'header') as XmlElement;
    const metadata = findChild(record, 'metadata')?.children[0];
    return {
      name: findChildText(header, 'identifier') as string,
      metadata: metadata === undefined ? undefined : toMetadata(metadata),
      sets: childrenOf(header, 'setSpec').map(({ text }) => text),
    };
  });
}

/** oai_dc as plain Dublin Core: every statement, in order, with its language. */
export function toDublinCoreMetadata(dc: XmlElement): unknown {
  const statements: Record<string, { value: string; lang: string | undefined }[]> = {};
  for (const { local, text, attributes } of dc.children) {
    statements[local] ??= [];
    statements[local].push({ value: text, lang: attributes.get('xml:lang') });
  }
  return { dc: statements };
}

/** An article of the Directory of Open Access Journals, in its own format, in full form. */
export function toDoajMetadata(article: XmlElement): unknown {
  const text = (name: string) => findChildText(article, name) ?? undefined;
  const listOf = (name: string) => findChild(article, name)?.children ?? [];
  const affiliations = new Map(listOf('affiliationsList').map((item) => [item.attributes.get('affiliationId'), item.text]));
  return {
    title: text('title'),
    creators: listOf('authors').map((author) => ({
      name: findChildText(author, 'name'),
      affiliation: affiliations.get(findChildText(author, 'affiliationId') ?? ''),
    })),
    abstract: text('abstract'),
    keywords: listOf('keywords').map((keyword) => keyword.text),
    publisher: text('publisher'),
    issued: text('publicationDate'),
    doi: text('doi'),
    url: text('fullTextUrl'),
    type: 'JournalArticle',
    accessRights: 'open',
    container: {
      title: text('journalTitle'),
      type: 'Journal',
      volume: text('volume'),
      issue: text('issue'),
      firstPage: text('startPage'),
      lastPage: text('endPage'),
      issn: childrenOf(article, 'issn')
        .concat(childrenOf(article, 'eissn'))
        .map((issn) => issn.text),
    },
  };
}
