import { z } from 'zod';
import { recordSchema } from './record.ts';
import { fieldNames } from './shorthands.ts';

/** A JSON Schema, or a part of one, as plain data. */
export type JsonSchema = { [keyword: string]: unknown };

const text: JsonSchema = { type: 'string' };
const textOrNumber: JsonSchema = { type: ['string', 'number'] };

/** What may stand in the place of an object: the text or number that its main field would hold. */
const scalarForms: Readonly<Record<string, JsonSchema>> = {
  publisher: text,
  types: { anyOf: [text, { type: 'array', items: text }] },
  container: text,
};

/** Fields inside an object in which a person may write a number for a text. */
const numericProperties: ReadonlySet<string> = new Set([
  'volume',
  'issue',
  'edition',
  'firstPage',
  'lastPage',
  'articleNumber',
  'identifier',
  'relatedIdentifier',
  'awardNumber',
  'date',
]);

/** Names whose values differ in kind from those of the field they are for. */
const ownForms: Readonly<Record<string, JsonSchema>> = {
  volume: textOrNumber,
  issue: textOrNumber,
  number: textOrNumber,
  pages: textOrNumber,
  page: textOrNumber,
  firstPage: textOrNumber,
  lastPage: textOrNumber,
  articleNumber: textOrNumber,
  issn: { anyOf: [textOrNumber, { type: 'array', items: textOrNumber }] },
  eissn: { anyOf: [textOrNumber, { type: 'array', items: textOrNumber }] },
};

/** Fields in which a person may write a number for a text. */
const numericFields: ReadonlySet<string> = new Set(['dates', 'identifiers', 'relatedIdentifiers', 'coverage', 'sizes', 'dc']);

/**
 * The JSON Schema (2020-12) of what `parseRecord` takes: every field in its full form, made from the parser's own schema, and
 * the shorthands beside it. The parser is the more forgiving of the two: it also reads other names inside the objects
 * (`given`, `family`, `orcid` …), terms in any case, and any spelling of a DOI or licence.
 */
export function recordJsonSchema(): JsonSchema {
  const { properties } = z.toJSONSchema(recordSchema, { io: 'input' }) as { properties: Record<string, JsonSchema> };
  const parts: JsonSchema = {};
  const fields = Object.entries(properties).map(([field, schema]) => [field, toInputSchema(field, schema, parts)]);
  const names = Array.from(fieldNames, ([name, field]) => [name, ownForms[name] ?? { $ref: `#/$defs/${field}` }]);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Metadata of one record',
    description: 'Every field but one title is optional. Names beside the list are shorthands; see docs/formats.md.',
    type: 'object',
    properties: Object.fromEntries(names),
    $defs: { ...Object.fromEntries(fields), ...parts },
  };
}

function toInputSchema(field: string, { default: _, ...schema }: JsonSchema, parts: JsonSchema): JsonSchema {
  if (field === 'dc') return toDublinCoreSchema(schema, parts);
  const scalar = scalarForms[field];
  if (scalar !== undefined) return { anyOf: [scalar, toItemSchema(schema, parts)] };
  if (isList(schema)) return toListSchema(field, schema, numericFields.has(field) ? textOrNumber : text, parts);
  if (field === 'language') return { ...schema, type: ['string', 'array'], items: text };
  if (field === 'publicationYear' || field === 'version' || field === 'embargoEndDate') return { anyOf: [schema, textOrNumber] };
  if (field === 'peerReviewed') return { anyOf: [schema, { enum: ['yes', 'no', 'true', 'false'] }] };
  // The parser reads many spellings of these.
  return field === 'accessRights' || field === 'doi' ? { anyOf: [schema, text] } : schema;
}

type ListSchema = JsonSchema & { items: JsonSchema };

function isList(schema: JsonSchema): schema is ListSchema {
  return schema.type === 'array';
}

/** One item or a list of them, each as an object or as what stands for it; the item's own schema goes to `parts`. */
function toListSchema(part: string, { items, description }: ListSchema, scalar: JsonSchema, parts: JsonSchema): JsonSchema {
  const one = `${part}-item`;
  parts[one] = items.type === 'object' ? { anyOf: [scalar, toItemSchema(items, parts)] } : scalar;
  const item = { $ref: `#/$defs/${one}` };
  return { ...(description === undefined ? {} : { description }), anyOf: [item, { type: 'array', items: item }] };
}

/** No field of an item is required here: the parser reads each under several names, and makes a name from its parts. */
function toItemSchema({ required: _, ...item }: JsonSchema, parts: JsonSchema): JsonSchema {
  const properties = Object.entries(item.properties as Record<string, JsonSchema>);
  return {
    ...item,
    properties: Object.fromEntries(properties.map(([name, schema]) => [name, toPropertySchema(name, schema, parts)])),
  };
}

function toPropertySchema(name: string, schema: JsonSchema, parts: JsonSchema): JsonSchema {
  if (isList(schema)) return toListSchema(name, schema, text, parts);
  if (numericProperties.has(name)) return { ...schema, ...textOrNumber };
  return schema.type === 'integer' ? { anyOf: [schema, text] } : schema;
}

function toDublinCoreSchema(schema: JsonSchema, parts: JsonSchema): JsonSchema {
  const elements = Object.entries(schema.properties as Record<string, ListSchema>);
  const lists = elements.map(([name, element]) => [name, toListSchema('dc', element, textOrNumber, parts)]);
  return { ...schema, properties: Object.fromEntries(lists) };
}
