import type { XmlElement } from '../../support/xml-tree.ts';
import { listResourceFaults } from './datacite.ts';
import type { FormatCheck } from './format-check.ts';

/** The schema of the wrapper is not at hand, so its rules stand here; what it wraps is judged as DataCite is. */
export const oaiDataciteCheck: FormatCheck = { driver: 'datacite', toValidated: toResource, listFaults };

function toResource(xml: string): string {
  return xml.slice(xml.indexOf('<payload>') + '<payload>'.length, xml.lastIndexOf('</payload>'));
}

function listFaults(root: XmlElement): string[] {
  const wrapper = 'http://schema.datacite.org/oai/oai-1.1/';
  const faults: string[] = [];
  if (root.name !== 'oai_datacite') faults.push('the root is not called oai_datacite');
  if (root.children.some(({ uri }) => uri !== wrapper)) faults.push('something of the wrapper is in another namespace');
  const names = root.children.map(({ local }) => local).join(' ');
  if (names !== 'schemaVersion datacentreSymbol payload') faults.push(`the wrapper has ${names}`);
  const [version, symbol, payload] = root.children;
  if (!/^4(?:\.\d)?$/.test(version?.text ?? '')) faults.push(`the schema version is ${version?.text}`);
  if (!/^\S+$/.test(symbol?.text ?? '')) faults.push('the data centre has no name');
  const resource = payload?.children[0];
  if (resource === undefined || payload?.children.length !== 1) return [...faults, 'the payload is not one element'];
  if (resource.attributes.get('xmlns') !== resource.uri) faults.push('the resource cannot be cut out of the payload');
  if (!resource.attributes.get('xsi:schemaLocation')?.startsWith(`${resource.uri} `)) faults.push('the resource names no schema');
  return [...faults, ...listResourceFaults(resource)];
}
