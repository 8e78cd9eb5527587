import { parseProvenance } from '../formats/about/provenance.ts';
import { findNearestName } from '../nearest-name.ts';
import { parseRecord } from '../record/parse-record.ts';
import type { ArticleRecord } from '../record/record.ts';
import { isSetSpec, toSetSpec } from '../sets/set-spec.ts';
import type { RecordRow, Visibility } from '../storage/records.ts';
import { describeIgnoredField } from './ignored-field.ts';
import { isDeeperThan, type StorableJson, toStorableJson } from './storable-json.ts';

/** What an entry asks for, or why it cannot be done. */
export type CheckedEntry =
  | { readonly kind: 'upsert'; readonly id: string; readonly row: RecordRow; readonly warnings: readonly string[] }
  | { readonly kind: 'delete'; readonly id: string; readonly warnings: readonly string[] }
  | { readonly kind: 'bad'; readonly id: string | null; readonly reason: string };

const knownKeys = ['id', 'metadata', 'sets', 'deleted', 'visibility', 'provenance', 'readyXml'] as const;
const visibilities: readonly Visibility[] = ['public', 'private', 'withdrawn'];
const idMaxLength = 512;

/** Deeper than any record is; and what walks a record may do so recursively. */
const maxDepth = 100;

type Fields = Readonly<Partial<Record<(typeof knownKeys)[number], unknown>>>;

class BadEntry extends Error {}

/**
 * Checks one entry of an import: an object with `id`, `metadata` and, where wanted, `sets`, `visibility`, `provenance`, `readyXml` and `deleted`.
 *
 * @param readyXmlPrefixes the formats in which ready XML is offered; that in others is warned of
 */
export function checkEntry(value: unknown, readyXmlPrefixes: readonly string[]): CheckedEntry {
  const fields = toFields(value);
  if (fields === null) {
    const hint = Array.isArray(value) ? " but an array; `jq -c '.[]' FILE` makes lines of its items" : '';
    return { kind: 'bad', id: null, reason: `not an object${hint}` };
  }
  const id = typeof fields.id === 'string' ? fields.id : null;
  try {
    const warnings = [...listUnknownKeys(fields), ...listUnofferedXml(fields.readyXml, readyXmlPrefixes)];
    return checkFields(checkId(fields.id), fields, warnings);
  } catch (error) {
    if (error instanceof BadEntry) return { kind: 'bad', id, reason: error.message };
    throw error;
  }
}

function toFields(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
}

function checkFields(id: string, fields: Fields, warnings: readonly string[]): CheckedEntry {
  const { deleted = false } = fields;
  if (typeof deleted !== 'boolean') throw new BadEntry('deleted must be true or false');
  if (deleted) return { kind: 'delete', id, warnings };
  const sets = checkSets(fields.sets ?? []);
  const visibility = checkVisibility(fields.visibility ?? 'public');
  const metadata = checkMetadata(fields);
  const provenance = checkProvenance(fields.provenance ?? null);
  const readyXml = checkReadyXml(fields.readyXml ?? {});
  const more = [...metadata.unknownFields, ...provenance.unknownFields].map(describeIgnoredField);
  more.push(...listEmbargoWarnings(metadata.record));
  const replaced = metadata.replaced + provenance.replaced + readyXml.replaced;
  if (replaced === 1) more.push('1 character that cannot be stored was replaced by U+FFFD');
  if (replaced > 1) more.push(`${replaced} characters that cannot be stored were replaced by U+FFFD`);
  const row = { id, metadata: metadata.text, sets, visibility, provenance: provenance.text, readyXml: readyXml.text };
  return { kind: 'upsert', id, row, warnings: [...warnings, ...more] };
}

function checkId(id: unknown): string {
  if (id === undefined || id === null) throw new BadEntry('id is missing');
  if (typeof id !== 'string') throw new BadEntry('id must be text, in quotes');
  if (id.trim() === '') throw new BadEntry('id is empty');
  // PostgreSQL counts characters, JavaScript halves of them: ask it only where the two can differ.
  const length = id.length > idMaxLength ? [...id].length : id.length;
  if (length > idMaxLength) throw new BadEntry(`id has ${length} characters; at most ${idMaxLength} are possible`);
  if (/[\0\p{Surrogate}]/u.test(id))
    throw new BadEntry('id has characters that cannot be stored (U+0000 or half a surrogate pair)');
  return id;
}

function checkSets(sets: unknown): string[] {
  if (!Array.isArray(sets)) throw new BadEntry('sets must be a list of setSpecs, such as ["physics", "physics:optics"]');
  for (const set of sets as readonly unknown[]) {
    if (typeof set !== 'string') throw new BadEntry('sets must be a list of setSpecs in quotes');
    if (!isSetSpec(set)) {
      const near = toSetSpec(set);
      throw new BadEntry(`${quote(set)} is not a setSpec${near === null || !isSetSpec(near) ? '' : `; ${quote(near)} would be`}`);
    }
  }
  return [...new Set(sets as string[])];
}

function checkVisibility(visibility: unknown): Visibility {
  const known = visibilities.find((word) => word === visibility);
  if (known === undefined) throw new BadEntry(`visibility must be one of ${visibilities.join(', ')}`);
  return known;
}

function checkMetadata(fields: Fields): StorableJson & { unknownFields: readonly string[]; record: ArticleRecord } {
  const { metadata } = fields;
  if (metadata === undefined || metadata === null) throw new BadEntry(`metadata is missing${whereMetadataMayBe(fields)}`);
  if (typeof metadata !== 'object' || Array.isArray(metadata)) throw new BadEntry('metadata must be an object');
  if (isDeeperThan(metadata, maxDepth)) throw new BadEntry(`metadata is nested deeper than ${maxDepth} levels`);
  const storable = toStorableJson(metadata);
  const parsed = parseRecord(storable.replaced === 0 ? metadata : JSON.parse(storable.text));
  if (!parsed.ok) throw new BadEntry(parsed.problems.join('; '));
  return { ...storable, unknownFields: parsed.unknownFields, record: parsed.record };
}

/** Nothing that is published depends on the time, so that an embargo stays until its owner writes that it is over. */
function listEmbargoWarnings({ accessRights, embargoEndDate }: ArticleRecord): string[] {
  if (embargoEndDate === undefined) return [];
  // A year or a month is over when the next has begun.
  const today = new Date().toISOString().slice(0, embargoEndDate.length);
  if (accessRights === 'embargoed' && embargoEndDate < today) {
    return [`its embargo ended (${embargoEndDate}), but it is shown as embargoed until "access" says otherwise, such as "open"`];
  }
  if (accessRights === 'open' && embargoEndDate > today) {
    return [
      `its embargo lasts until ${embargoEndDate}, but it is shown as open, links to its files included, since "access" says so`,
    ];
  }
  return [];
}

function checkProvenance(provenance: unknown): { text: string | null; unknownFields: readonly string[]; replaced: number } {
  if (provenance === null) return { text: null, unknownFields: [], replaced: 0 };
  const parsed = parseProvenance(provenance);
  if (!parsed.ok) throw new BadEntry(parsed.problems.join('; '));
  if (isDeeperThan(provenance, maxDepth)) throw new BadEntry(`provenance is nested deeper than ${maxDepth} levels`);
  return { ...toStorableJson(provenance), unknownFields: parsed.unknownFields };
}

/** Whether it is XML of the right kind is for the publisher to say, as with rows that are written in SQL. */
function checkReadyXml(readyXml: unknown): StorableJson {
  const fault = 'readyXml must be an object of XML texts by metadataPrefix, such as {"ddi": "<codeBook …>"}';
  if (typeof readyXml !== 'object' || readyXml === null || Array.isArray(readyXml)) throw new BadEntry(fault);
  for (const [prefix, xml] of Object.entries(readyXml)) {
    if (!/^[A-Za-z0-9\-_.!~*'()]+$/.test(prefix)) throw new BadEntry(`${quote(prefix)} in readyXml is not a metadataPrefix`);
    if (typeof xml !== 'string' || xml.trim() === '') throw new BadEntry(fault);
  }
  return toStorableJson(readyXml);
}

/** It is kept, and offered once the setting has its prefix; but most often that is misspelt. */
function listUnofferedXml(readyXml: unknown, offered: readonly string[]): string[] {
  if (typeof readyXml !== 'object' || readyXml === null) return [];
  const prefixes = Object.keys(readyXml).filter((prefix) => !offered.includes(prefix));
  return prefixes.map((prefix) => {
    const near = findNearestName(prefix, offered);
    const hint = near === null ? '' : `; did you mean ${quote(near)}?`;
    return `${quote(prefix)} in readyXml is not offered: OAI_READY_XML_FORMATS does not have it${hint}`;
  });
}

/** Metadata are often given flat, beside the id, or under a name that is misspelt. */
function whereMetadataMayBe(fields: Fields): string {
  const unknown = findUnknownKeys(fields);
  const misspelt = unknown.find((key) => findNearestName(key, knownKeys) === 'metadata');
  if (misspelt !== undefined) return `; did you mean "metadata" by ${quote(misspelt)}?`;
  if (unknown.length === 0) return '';
  const names = unknown.slice(0, 3).map((key) => (key.length > 40 ? `${key.slice(0, 40)}…` : key));
  return `; put ${names.join(', ')}${unknown.length > 3 ? ', …' : ''} into "metadata": {…}`;
}

function findUnknownKeys(fields: Fields): string[] {
  return Object.keys(fields).filter((key) => !(knownKeys as readonly string[]).includes(key));
}

function listUnknownKeys(fields: Fields): string[] {
  return findUnknownKeys(fields).map((key) => {
    const near = findNearestName(key, knownKeys);
    return `ignored key ${quote(key)}${near === null ? '' : `; did you mean ${quote(near)}?`}`;
  });
}

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
