import { element } from '../xml/element.ts';
import { datacite } from './datacite.ts';
import type { Format, FormatContext } from './format.ts';

const namespace = 'http://schema.datacite.org/oai/oai-1.1/';
const schema = 'http://schema.datacite.org/oai/oai-1.1/oai.xsd';

const rootAttributes = {
  xmlns: namespace,
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  'xsi:schemaLocation': `${namespace} ${schema}`,
};

const schemaVersion = element('schemaVersion', undefined, '4.6');

/** DataCite 4.6 in the wrapper of DataCite's own OAI-PMH provider, which OpenAIRE and others look for by this prefix. */
export const oaiDatacite: Format = {
  prefix: 'oai_datacite',
  schema,
  namespace,
  version: 2,
  toElement: (record, context) => ({
    name: 'oai_datacite',
    attributes: rootAttributes,
    children: [
      schemaVersion,
      element('datacentreSymbol', undefined, toRepositoryName(context)),
      element('payload', undefined, datacite.toElement(record, context)),
    ],
  }),
};

/** Only DataCite's members have a symbol there; what names this repository instead is the middle part of its OAI identifiers. */
function toRepositoryName({ identifier }: FormatContext): string {
  return identifier.split(':', 2)[1] || identifier;
}
