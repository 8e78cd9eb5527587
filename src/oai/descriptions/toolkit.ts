import { element, type XmlElement } from '../../xml/element.ts';
import { toDescription } from './description.ts';

const schema = {
  namespace: 'http://oai.dlib.vt.edu/OAI/metadata/toolkit',
  schema: 'http://oai.dlib.vt.edu/OAI/metadata/toolkit.xsd',
};

/** The program that answers, and its version. */
export function toToolkitDescription(version: string): XmlElement {
  return toDescription('toolkit', schema, [
    element('title', undefined, 'oai-pmh-server'),
    element('version', undefined, version),
  ]);
}
