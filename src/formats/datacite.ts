import { toResourceChildren } from './datacite-resource.ts';
import type { Format } from './format.ts';

const namespace = 'http://datacite.org/schema/kernel-4';
const schema = 'http://schema.datacite.org/meta/kernel-4.6/metadata.xsd';

const rootAttributes = {
  xmlns: namespace,
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  'xsi:schemaLocation': `${namespace} ${schema}`,
};

/** DataCite 4.6 as the bare `<resource>`, which B2FIND and repositories of data read. */
export const datacite: Format = {
  prefix: 'datacite',
  schema,
  namespace,
  version: 2,
  toElement: (record, context) => ({
    name: 'resource',
    attributes: rootAttributes,
    children: toResourceChildren(record, context),
  }),
};
