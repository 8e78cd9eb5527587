import { rightsNamespace, toRightsStatement } from '../../formats/about/rights-statement.ts';
import { element, type XmlElement } from '../../xml/element.ts';
import { toDescription } from './description.ts';

const schema = { namespace: rightsNamespace, schema: 'http://www.openarchives.org/OAI/2.0/rightsManifest.xsd' };

// The schema leaves it out at will, the guidelines do not (§4) [B-06].
const appliesTo = 'http://www.openarchives.org/OAI/2.0/entity#metadata';

/** All the rights that metadata of the repository come under; each is an address or a text. What holds for a record is said with the record [B-06]. */
export function toRightsManifestDescription(statements: readonly string[]): XmlElement {
  const rights = statements.map((statement) => element('rights', undefined, toRightsStatement(statement)));
  return toDescription('rightsManifest', schema, rights, { appliesTo });
}
