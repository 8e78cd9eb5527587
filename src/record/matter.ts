import { isJsonObject, type JsonObject, toList, toTerm } from './json-value.ts';
import { toDate } from './parts.ts';
import { makeShape, toPart, toParts } from './shape.ts';
import { resourceTypeTable } from './vocabulary.ts';

/* What the thing itself is: its type, its files and, for a thesis, the degree. */

const types = makeShape(['resourceType', 'resourceTypeGeneral'], { type: 'resourceType', general: 'resourceTypeGeneral' });
const file = makeShape(['url', 'name', 'mimeType', 'size', 'description'], {
  href: 'url',
  link: 'url',
  uri: 'url',
  mime: 'mimeType',
  type: 'mimeType',
  format: 'mimeType',
  contentType: 'mimeType',
  mediaType: 'mimeType',
  bytes: 'size',
  fileName: 'name',
  label: 'name',
  title: 'name',
});
const thesis = makeShape(['degreeName', 'degreeLevel', 'discipline', 'institution', 'department', 'dateAccepted'], {
  degree: 'degreeName',
  qualificationName: 'degreeName',
  qualificationLevel: 'degreeLevel',
  level: 'degreeLevel',
  name: 'degreeName',
  grantor: 'institution',
  school: 'institution',
  university: 'institution',
  date: 'dateAccepted',
});

/** The type in full form; among several words the first that DataCite has a general type for decides. */
export function toTypes(value: unknown): JsonObject {
  if (isJsonObject(value)) return withGeneralType(toPart(value, types));
  const words = toList(value);
  const known = words.find((word) => typeof word === 'string' && toTerm(word, resourceTypeTable) !== word) ?? words[0];
  return withGeneralType(toPart(known, types));
}

/** Files in full form. */
export function toFiles(value: unknown): JsonObject[] {
  const parts = toParts(value, file);
  for (const part of parts) {
    if (typeof part.size === 'string' && /^\d{1,15}$/.test(part.size)) part.size = Number(part.size);
  }
  return parts;
}

/** The degree in full form. */
export function toThesis(value: unknown): JsonObject {
  const part = toPart(value, thesis);
  if (part.dateAccepted !== undefined) part.dateAccepted = toDate(part.dateAccepted);
  return part;
}

function withGeneralType(part: JsonObject): JsonObject {
  if (part.resourceTypeGeneral !== undefined) {
    part.resourceTypeGeneral = toTerm(part.resourceTypeGeneral, resourceTypeTable);
    return part;
  }
  const { resourceType } = part;
  const general =
    typeof resourceType === 'string' ? toTerm(resourceType.replace(/^info:eu-repo\/semantics\//, ''), resourceTypeTable) : null;
  if (typeof general === 'string' && general !== resourceType) part.resourceTypeGeneral = general;
  // A word that is itself a general type, letter for letter.
  else if (typeof resourceType === 'string' && resourceTypeTable.get(resourceType.toLowerCase()) === resourceType) {
    part.resourceTypeGeneral = resourceType;
  }
  return part;
}
