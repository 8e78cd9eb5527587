import { element, type XmlElement } from '../../xml/element.ts';
import { rightsNamespace, toRightsStatement } from './rights-statement.ts';

const attributes = {
  xmlns: rightsNamespace,
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  'xsi:schemaLocation': `${rightsNamespace} http://www.openarchives.org/OAI/2.0/rights.xsd`,
};

/** The rights that a record's metadata, not its article, come under (rights guidelines §3) [B-04] [B-05]. */
export function toRights(statement: string): XmlElement {
  return element('rights', attributes, toRightsStatement(statement));
}
