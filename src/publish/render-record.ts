import { createHash, hash } from 'node:crypto';
import { toAboutElements } from '../formats/about/about-elements.ts';
import { type Provenance, parseProvenance } from '../formats/about/provenance.ts';
import { type Format, type FormatContext, renderFormat } from '../formats/format.ts';
import { toIdentifier } from '../oai/identifier.ts';
import { renderHeader, renderRecordXml } from '../oai/record-xml.ts';
import { parseRecord } from '../record/parse-record.ts';
import type { ArticleRecord } from '../record/record.ts';
import { isSetSpec, toMinimalSets, toSetSpec } from '../sets/set-spec.ts';
import type { Problem } from '../storage/problems.ts';
import type { FormerlyPublished, PublishedChange } from '../storage/published-changes.ts';
import type { StoredRecord } from '../storage/records.ts';
import { renderElement } from '../xml/element.ts';
import { cleanText } from '../xml/text.ts';
import type { RenderPlan } from './format-choice.ts';
import type { ProblemCode } from './problem-codes.ts';
import { toText } from './to-text.ts';

/** A change to a live record. */
export interface LiveChange extends PublishedChange {
  readonly digest: string;
  /** The ready `about` elements, or ''. */
  readonly aboutXml: string;
  /** Of what the record was made from, `about` included: SHA-256 in hexadecimal digits. */
  readonly sourceDigest: string;
  /** The record in full form, as JSON, where it was asked for. */
  readonly fullForm: string | null;
  /** The prefixes of the formats that carry it, of those that cannot carry each record. */
  readonly carriedBy: readonly string[];
  /** What goes inside `metadata` in further formats that are rendered now. */
  readonly renditions: readonly { readonly prefix: string; readonly metadataXml: string }[];
}

/** A record to be rendered. */
export type RenderedRecord = Omit<StoredRecord, 'visibility'>;

/** What records are rendered with. */
export interface RenderContext extends RenderPlan {
  readonly identifierDomain: string;
  /** The stamp of what is published now, `YYYY-MM-DDThh:mm:ssZ`. */
  readonly datestamp: string;
  /** Whether the record is wanted in full form, too: for the rules of sets. */
  readonly fullForm: boolean;
}

/** A record ready to be published, or what is wrong with it. */
export type Rendering = { readonly ok: true; readonly change: LiveChange } | { readonly ok: false; readonly problem: Problem };

/** The most bytes of one record in one format: a page must stay under the 100 MB that the reference validator reads (conformance H-25); no article comes near this. */
export const maxMetadataBytes = 20_000_000;

// Headers stand in every list by the hundred and more.
const maxSets = 1_000;

/** Why a record cannot be published. */
class UnpublishableRecord extends Error {
  override readonly name = 'UnpublishableRecord';
  readonly code: ProblemCode;

  constructor(code: ProblemCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Parses and renders one record. Never throws: whatever goes wrong is the record's problem and nobody else's (G4). */
export function renderRecord(stored: RenderedRecord, context: RenderContext): Rendering {
  try {
    return { ok: true, change: toChange(stored, context) };
  } catch (error) {
    return { ok: false, problem: toProblem(stored.id, error) };
  }
}

function toProblem(id: string, error: unknown): Problem {
  if (error instanceof UnpublishableRecord) return { id, code: error.code, message: cleanText(error.message) };
  const code: ProblemCode = 'render_failed';
  return { id, code, message: cleanText(`Rendering failed: ${error instanceof Error ? error.message : String(error)}`) };
}

function toChange(stored: RenderedRecord, context: RenderContext): LiveChange {
  const sets = parseSets(stored.sets);
  const parsed = parseRecord(JSON.parse(toText(stored.metadata)), { tellsUnknown: false });
  if (!parsed.ok) throw new UnpublishableRecord('metadata_invalid', parsed.problems.join('; '));
  const { record } = parsed;
  const { id } = stored;
  const identifier = toIdentifier(context.identifierDomain, id);
  const formatContext = toFormatContext(identifier, stored.readyXml);
  const metadataXml = renderMetadata(context.oaiDc, record, formatContext);
  const aboutXml = renderAbout(record, stored.provenance, context);
  const carriedBy = context.sparse
    .filter((format) => attempt(format, () => format.carries(record, formatContext)))
    .map(({ prefix }) => prefix);
  const renditions = context.eager
    .filter(({ prefix, carries }) => carries === undefined || carriedBy.includes(prefix))
    .map((format) => ({
      prefix: format.prefix,
      metadataXml: attempt(format, () => renderMetadata(format, record, formatContext)),
    }));
  const { recordXml, headerLength, digest } = toOutput(identifier, sets, toContent(metadataXml, aboutXml), context.datestamp);
  const sourceDigest = toSourceDigest(stored, aboutXml);
  const fullForm = context.fullForm ? JSON.stringify(record) : null;
  // Each field by its name: spreading them took a fourteenth of the time a record does.
  return { id, identifier, sets, recordXml, headerLength, digest, aboutXml, sourceDigest, fullForm, carriedBy, renditions };
}

/**
 * What formats are told of a record.
 *
 * @param readyXml JSON text of an object: XML given with the record, by metadataPrefix; null where there is none
 */
export function toFormatContext(identifier: string, readyXml: string | null): FormatContext {
  return readyXml === null ? { identifier } : { identifier, readyXml: JSON.parse(readyXml) as Record<string, string> };
}

/** What fails in a further format is most often a fault of what the user gave: his module, or XML that came with the record. */
function attempt<T>({ prefix }: Format, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof UnpublishableRecord) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new UnpublishableRecord('format_failed', message.includes(prefix) ? message : `${prefix}: ${message}`);
  }
}

function renderAbout(record: ArticleRecord, provenance: string | null, { about }: RenderPlan): string {
  const origin = provenance === null || !about.provenance ? null : readProvenance(provenance);
  return toAboutElements(record, origin, about)
    .map((element) => `<about>${renderElement(element)}</about>`)
    .join('');
}

function readProvenance(text: string): Provenance {
  const parsed = parseProvenance(JSON.parse(text));
  if (!parsed.ok) throw new UnpublishableRecord('provenance_invalid', parsed.problems.join('; '));
  return parsed.provenance;
}

function renderMetadata(format: Format, record: ArticleRecord, context: FormatContext): string {
  const xml = renderFormat(format, record, context);
  if (!isTooLarge(xml)) return xml;
  throw new UnpublishableRecord('record_too_large', describeTooLarge(xml, format.prefix));
}

/** Says that XML is too large to be harvested. */
export function describeTooLarge(metadataXml: string, prefix: string): string {
  return `The record makes ${Buffer.byteLength(metadataXml)} bytes of ${prefix}; at most ${maxMetadataBytes} can be harvested.`;
}

/** Whether XML is larger than `maxMetadataBytes`. A character makes three bytes at most, so that most need not be counted: that takes a tenth of rendering. */
export function isTooLarge(metadataXml: string): boolean {
  return metadataXml.length > maxMetadataBytes / 3 && Buffer.byteLength(metadataXml) > maxMetadataBytes;
}

function toSourceDigest({ metadata, readyXml }: RenderedRecord, aboutXml: string): string {
  // In one call, as nearly all are: an object for each digest costs more than the digest.
  if (readyXml === null && aboutXml === '') return hash('sha256', metadata);
  return createHash('sha256')
    .update(metadata)
    .update(`\n${readyXml ?? ''}\n${aboutXml}`)
    .digest('hex');
}

/** What stands between `<metadata>` and the end of the record, with its last `</metadata>` only where something comes after it. */
function toContent(metadataXml: string, aboutXml: string): string {
  return aboutXml === '' ? metadataXml : `${metadataXml}</metadata>${aboutXml}`;
}

/** What the world sees of a live record: its element in bytes, which another thread passes on to the database as they are, and the digest of all but the datestamp. */
function toOutput(identifier: string, sets: readonly string[], content: string, datestamp: string) {
  const header = renderHeader({ identifier, datestamp, sets, deleted: false });
  const start = `<record>${header}<metadata>`;
  const end = `${content.endsWith('</about>') ? '' : '</metadata>'}</record>\n`;
  // All but the content is ASCII, so that only this has to be made bytes of, and once for both.
  const heading = `${identifier}\n${sets.join(' ')}\n`;
  const digested = Buffer.from(heading + content);
  const recordXml = Buffer.allocUnsafe(start.length + digested.length - heading.length + end.length);
  recordXml.write(start, 0, 'latin1');
  const contentEnd = start.length + digested.copy(recordXml, start.length, heading.length);
  recordXml.write(end, contentEnd, 'latin1');
  return { recordXml, headerLength: header.length, digest: hash('sha256', digested) };
}

/** Makes the tombstone of a record: its header, with the sets it was last seen in. */
export function renderTombstone({ id, identifier, sets }: FormerlyPublished, datestamp: string): PublishedChange {
  const header = renderHeader({ identifier, datestamp, sets, deleted: true });
  const recordXml = Buffer.from(renderRecordXml(header, null));
  return { id, identifier, sets, recordXml, headerLength: header.length, digest: null };
}

/** The same change for a record that is in further sets, by their rules. */
export function withRuleSets(change: LiveChange, setSpecs: readonly string[], datestamp: string): Rendering {
  const { id, headerLength } = change;
  try {
    const recordXml = toText(change.recordXml);
    const sets = parseSets([...change.sets, ...setSpecs]);
    const content = recordXml.slice('<record>'.length + headerLength + '<metadata>'.length, -'</record>\n'.length);
    const end = content.endsWith('</metadata>') ? content.length - '</metadata>'.length : content.length;
    return { ok: true, change: { ...change, sets, ...toOutput(change.identifier, sets, content.slice(0, end), datestamp) } };
  } catch (error) {
    return { ok: false, problem: toProblem(id, error) };
  }
}

function parseSets(sets: readonly (string | null)[]): readonly string[] {
  const illegal = sets.find((setSpec) => setSpec === null || !isSetSpec(setSpec));
  if (illegal !== undefined) throw new UnpublishableRecord('set_spec_illegal', describeIllegal(illegal));
  const minimal = toMinimalSets(sets as readonly string[]);
  if (minimal.length <= maxSets) return minimal;
  throw new UnpublishableRecord('too_many_sets', `The record is in ${minimal.length} sets; at most ${maxSets} can be listed.`);
}

function describeIllegal(setSpec: string | null): string {
  if (setSpec === null) return 'records.sets holds a null.';
  const legal = toSetSpec(setSpec);
  const shown = setSpec.length > 80 ? `${setSpec.slice(0, 80)}…` : setSpec;
  return `${JSON.stringify(shown)} in records.sets is not a legal setSpec${legal === null ? '' : `; ${JSON.stringify(legal)} would be`}.`;
}
