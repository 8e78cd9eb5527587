import { foldName, type JsonObject, toList, toTerm } from './json-value.ts';
import { languageNames } from './parts.ts';
import { makeShape, toPart } from './shape.ts';
import { type AccessLevel, accessLevelTable } from './vocabulary.ts';

const shape = makeShape(['rights', 'rightsUri', 'rightsIdentifier', 'rightsIdentifierScheme', 'schemeUri', 'lang'], {
  ...languageNames,
  value: 'rights',
  name: 'rights',
  title: 'rights',
  license: 'rights',
  licence: 'rights',
  uri: 'rightsUri',
  url: 'rightsUri',
  link: 'rightsUri',
  id: 'rightsIdentifier',
  identifier: 'rightsIdentifier',
  spdx: 'rightsIdentifier',
});

const accessPrefix = /^(?:info:eu-repo\/semantics\/|https?:\/\/purl\.org\/coar\/access_right\/)/i;

/** The access level that a text means: "open access", `info:eu-repo/semantics/openAccess`, COAR's URI …; or null. */
export function findAccessLevel(text: string): AccessLevel | null {
  if (text.length > 100) return null;
  return (accessLevelTable.get(foldName(text.replace(accessPrefix, ''))) as AccessLevel | undefined) ?? null;
}

/** Access rights as the level they mean, or as they are, for the schema to judge. */
export function toAccessRights(value: unknown): unknown {
  return typeof value === 'string' ? (findAccessLevel(value) ?? toTerm(value, accessLevelTable)) : value;
}

/** Rights statements in full form, and the access level that stood among them, if one did. */
export function toRights(value: unknown): { rightsList: JsonObject[]; accessRights: AccessLevel | null } {
  const rightsList: JsonObject[] = [];
  let accessRights: AccessLevel | null = null;
  for (const item of toList(value)) {
    const level = typeof item === 'string' ? findAccessLevel(item) : null;
    if (level !== null) accessRights ??= level;
    else rightsList.push(completeRights(toPart(item, shape)));
  }
  return { rightsList, accessRights };
}

function completeRights(part: JsonObject): JsonObject {
  if (typeof part.rights === 'string' && part.rightsUri === undefined && /^https?:\/\/\S+$/i.test(part.rights)) {
    part.rightsUri = part.rights;
    delete part.rights;
  }
  const text = part.rightsUri ?? part.rightsIdentifier ?? part.rights;
  const licence = typeof text === 'string' ? findCreativeCommons(text) : null;
  if (licence === null) return part;
  part.rightsIdentifier ??= licence.identifier;
  part.rightsUri ??= licence.uri;
  return part;
}

/** The SPDX identifier and URL of a Creative Commons licence of a stated version: which one is meant by "CC BY" is not ours to say. */
export function findCreativeCommons(text: string): { identifier: string; uri: string } | null {
  if (text.length > 200) return null;
  if (/creativecommons\.org\/publicdomain\/zero\/1\.0|^cc[ -]?0(?:[ -]1\.0)?(?: universal)?$/i.test(text)) {
    return { identifier: 'CC0-1.0', uri: 'https://creativecommons.org/publicdomain/zero/1.0/' };
  }
  const match =
    /creativecommons\.org\/licenses\/(by(?:-nc)?(?:-sa|-nd)?)\/(\d\.\d)\/?$/i.exec(text) ??
    /^cc[ -](by(?:[ -]nc)?(?:[ -](?:sa|nd))?)[ -](\d\.\d)$/i.exec(text);
  if (match?.[1] === undefined) return null;
  const kind = match[1].toLowerCase().replaceAll(' ', '-');
  return {
    identifier: `CC-${kind.toUpperCase()}-${match[2]}`,
    uri: `https://creativecommons.org/licenses/${kind}/${match[2]}/`,
  };
}
