import { xmlNamespace, xmlnsNamespace } from '../xml/namespaces.ts';

/** Which prefixes stand for which namespaces at some element; '' is the default namespace. */
export interface Scope {
  readonly declared: ReadonlyMap<string, string>;
  readonly outer: Scope | null;
}

/** What holds where nothing is declared. */
export const outermostScope: Scope = { declared: new Map([['xml', xmlNamespace]]), outer: null };

/** The namespace of a prefix; undefined where it is not declared. */
export function findNamespace(scope: Scope, prefix: string): string | undefined {
  for (let at: Scope | null = scope; at !== null; at = at.outer) {
    const namespace = at.declared.get(prefix);
    if (namespace !== undefined) return namespace;
  }
  return undefined;
}

/** What holds within an element with these attributes. */
export function declareNamespaces(attributes: Readonly<Record<string, string>>, outer: Scope): Scope {
  let declared: Map<string, string> | null = null;
  for (const name in attributes) {
    const prefix = findDeclaredPrefix(name);
    if (prefix === null) continue;
    declared ??= new Map();
    declared.set(prefix, attributes[name]!);
  }
  return declared === null ? outer : { declared, outer };
}

/** The prefix that an attribute declares, '' for the default namespace; null where it is no declaration. */
export function findDeclaredPrefix(name: string): string | null {
  if (name === 'xmlns') return '';
  return name.startsWith('xmlns:') ? name.slice('xmlns:'.length) : null;
}

/** Why a prefix cannot be declared so (Namespaces in XML 1.0 §3 and §5); null where it can. */
export function findDeclarationFault(prefix: string, namespace: string): string | null {
  if (prefix === 'xmlns' || namespace === xmlnsNamespace) return 'xmlns cannot be declared';
  if ((prefix === 'xml') !== (namespace === xmlNamespace)) return `xml stands for ${xmlNamespace}, and nothing else does`;
  // There are parsers that leave white space at its ends away, so that two namespaces become one, or none.
  if (/\s/.test(namespace)) return 'a namespace is a URI, and has no white space in it';
  return prefix !== '' && namespace === '' ? 'a prefix cannot stand for no namespace' : null;
}

/** A name taken apart at its colon; the prefix is '' where there is none. */
export function splitName(name: string): readonly [prefix: string, local: string] {
  const colon = name.indexOf(':');
  return colon === -1 ? ['', name] : [name.slice(0, colon), name.slice(colon + 1)];
}
