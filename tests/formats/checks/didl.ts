import { childrenOf, findChild, type XmlElement } from '../../support/xml-tree.ts';
import type { FormatCheck } from './format-check.ts';

const absoluteUri = /^[a-z][a-z0-9+.-]*:[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]+$/;
const mediaType = /^[a-z]+\/[^\s/;]+/i;
const semantics = 'info:eu-repo/semantics/';

/** The order in which ISO/IEC 21000-2 lets the parts of an item stand, of those that are used here. */
const order = ['Descriptor', 'Component', 'Item'];

/** What the first statements of an item say, by the names of their elements. */
function statementsOf(item: XmlElement): Map<string, XmlElement> {
  const statements = childrenOf(item, 'Descriptor').flatMap((descriptor) => findChild(descriptor, 'Statement')?.children ?? []);
  return new Map(statements.map((statement) => [statement.name, statement]));
}

function listItemFaults(item: XmlElement): string[] {
  const places = item.children.map(({ name }) => order.indexOf(name.replace('didl:', '')));
  const faults = places.includes(-1) ? ['An item holds what none can.'] : [];
  if (places.some((place, index) => place < (places[index - 1] ?? 0))) faults.push('The parts of an item are out of order.');
  for (const descriptor of childrenOf(item, 'Descriptor')) {
    const [statement, ...others] = descriptor.children;
    if (statement?.name !== 'didl:Statement' || others.length > 0) faults.push('A descriptor is not one statement.');
    if (statement?.attributes.get('mimeType') !== 'application/xml') faults.push('A statement has no mimeType.');
    if (statement?.children.length !== 1) faults.push('A statement does not say one thing.');
  }
  for (const component of childrenOf(item, 'Component')) faults.push(...listComponentFaults(component));
  return faults;
}

function listComponentFaults(component: XmlElement): string[] {
  const [resource, ...others] = component.children;
  if (resource?.name !== 'didl:Resource' || others.length > 0) return ['A component is not one resource.'];
  const ref = resource.attributes.get('ref');
  const faults = mediaType.test(resource.attributes.get('mimeType') ?? '') ? [] : ['A resource has no media type.'];
  if (ref !== undefined && !absoluteUri.test(ref)) faults.push(`${ref} is no absolute URI.`);
  if ((ref !== undefined) === resource.children.length > 0) faults.push('A resource is not either there or here.');
  return faults;
}

/** An inner item: what kind it is, in both ways, and one component. */
function listObjectFaults(item: XmlElement): string[] {
  const statements = statementsOf(item);
  const type = statements.get('dip:ObjectType')?.text;
  const faults = listItemFaults(item);
  if (type !== statements.get('rdf:type')?.attributes.get('rdf:resource')) faults.push('An item is of two kinds.');
  const components = childrenOf(item, 'Component');
  if (components.length !== 1 || childrenOf(item, 'Item').length > 0) faults.push('An item has not one component.');
  const payload = components[0]?.children[0]?.children[0]?.name;
  if (payload !== (type === `${semantics}descriptiveMetadata` ? 'oai_dc:dc' : undefined))
    faults.push(`${type} holds ${payload}.`);
  return faults;
}

/** By the structure of ISO/IEC 21000-2, whose schema is not at hand, and the agreement of SURFshare. */
function listFaults(root: XmlElement): string[] {
  const [top, ...others] = root.children;
  if (root.name !== 'didl:DIDL' || top?.name !== 'didl:Item' || others.length > 0) return ['The root is no DIDL with one item.'];
  const statements = statementsOf(top);
  const faults = listItemFaults(top);
  if (!absoluteUri.test(statements.get('dii:Identifier')?.text ?? '')) faults.push('The item has no identifier.');
  const modified = statements.get('dcterms:modified');
  if (modified !== undefined && !/^-?\d{4}(?:$|-)/.test(modified.text)) faults.push(`${modified.text} is no time of change.`);
  const items = childrenOf(top, 'Item');
  const types = items.map((item) => statementsOf(item).get('dip:ObjectType')?.text.replace(semantics, '')).join(' ');
  if (!/^descriptiveMetadata(?: objectFile)*(?: humanStartPage)?$/.test(types)) faults.push(`The items are ${types}.`);
  return [...faults, ...items.flatMap(listObjectFaults)];
}

export const didlCheck: FormatCheck = { listFaults };
