import type { XmlElement } from '../../xml/element.ts';
import { toDescription, toTextElements } from './description.ts';

const schema = {
  namespace: 'http://www.openarchives.org/OAI/1.1/eprints',
  schema: 'http://www.openarchives.org/OAI/1.1/eprints.xsd',
};

/** What is said on one matter: addresses of pages, texts, or both. */
export interface PolicyStatement {
  readonly url: readonly string[];
  readonly text: readonly string[];
}

/** What the repository holds and what may be done with it (eprints guidelines). */
export interface EprintsPolicies {
  readonly content?: PolicyStatement;
  readonly metadataPolicy?: PolicyStatement;
  readonly dataPolicy?: PolicyStatement;
  readonly submissionPolicy?: PolicyStatement;
  readonly comment: readonly string[];
}

/** The policies of the repository. The policies on metadata and data stand there even where nothing is said of them, for the schema wants them [I-14]. */
export function toEprintsDescription(policies: EprintsPolicies): XmlElement {
  const { content, metadataPolicy, dataPolicy, submissionPolicy, comment } = policies;
  return toDescription('eprints', schema, [
    ...(content === undefined ? [] : [toPolicy('content', content)]),
    toPolicy('metadataPolicy', metadataPolicy),
    toPolicy('dataPolicy', dataPolicy),
    ...(submissionPolicy === undefined ? [] : [toPolicy('submissionPolicy', submissionPolicy)]),
    ...toTextElements('comment', comment),
  ]);
}

function toPolicy(name: string, statement?: PolicyStatement): XmlElement {
  if (statement === undefined) return { name, children: [] };
  return { name, children: [...toTextElements('URL', statement.url), ...toTextElements('text', statement.text)] };
}
