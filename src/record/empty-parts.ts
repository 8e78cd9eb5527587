import { isJsonObject, type JsonObject } from './json-value.ts';
import { toPath } from './problems.ts';

/** Of each list: the field that says something, and those that only say more about it. */
const parts: Readonly<Record<string, { readonly value: string; readonly about: RegExp }>> = {
  titles: { value: 'title', about: /^(?:lang|titleType)$/ },
  dates: { value: 'date', about: /^dateType$/ },
  subjects: { value: 'subject', about: /^(?:lang|subjectScheme|schemeUri)$/ },
  descriptions: { value: 'description', about: /^(?:lang|descriptionType)$/ },
  identifiers: { value: 'identifier', about: /^identifierType$/ },
  relatedIdentifiers: {
    value: 'relatedIdentifier',
    about: /^(?:relatedIdentifierType|relationType|resourceTypeGeneral|relatedMetadataScheme|schemeUri|schemeType)$/,
  },
  // A place may be known by its coordinates alone, which no field of the record is for.
  coverage: { value: 'coverage', about: /^(?:lang|geoLocation(?:Point|Box|Polygon)s?)$/ },
};

const statement = { value: 'value', about: /^lang$/ };

/**
 * Takes out of the lists what is left of a part whose text was blank, such as `{"title": "", "lang": "de"}`: a language or a kind of nothing. A part that has anything else is kept, for the schema
 * to judge, since its text may only be misspelt.
 *
 * @returns the paths of what was taken out
 */
export function dropEmptyParts(draft: JsonObject): string[] {
  const dropped: string[] = [];
  for (const name in parts) dropFrom(draft, name, parts[name]!, [name], dropped);
  if (isJsonObject(draft.dc))
    for (const name of Object.keys(draft.dc)) dropFrom(draft.dc, name, statement, ['dc', name], dropped);
  return dropped;
}

function dropFrom(
  owner: JsonObject,
  name: string,
  { value, about }: { readonly value: string; readonly about: RegExp },
  path: readonly string[],
  dropped: string[],
): void {
  const list = owner[name];
  const isEmpty = (part: unknown) =>
    isJsonObject(part) && part[value] === undefined && Object.keys(part).every((key) => key === value || about.test(key));
  if (!Array.isArray(list) || !list.some(isEmpty)) return;
  list.forEach((part, index) => {
    if (isEmpty(part)) dropped.push(toPath([...path, index]));
  });
  const kept = list.filter((part) => !isEmpty(part));
  if (kept.length > 0) owner[name] = kept;
  else delete owner[name];
}
