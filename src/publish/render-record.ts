import { createHash } from 'node:crypto';
import { renderFormat } from '../formats/format.ts';
import { formats } from '../formats/index.ts';
import { toIdentifier } from '../oai/identifier.ts';
import { renderHeader, renderRecordXml } from '../oai/record-xml.ts';
import { parseRecord } from '../record/parse-record.ts';
import { isSetSpec, toMinimalSets, toSetSpec } from '../sets/set-spec.ts';
import type { Problem } from '../storage/problems.ts';
import type { FormerlyPublished, PublishedChange } from '../storage/published-changes.ts';
import type { StoredRecord } from '../storage/records.ts';
import type { ProblemCode } from './problem-codes.ts';

/** A change to a live record. */
export interface LiveChange extends PublishedChange {
  readonly digest: Buffer;
}

/** What records are rendered with. */
export interface RenderContext {
  readonly identifierDomain: string;
  /** The stamp of what is published now, `YYYY-MM-DDThh:mm:ssZ`. */
  readonly datestamp: string;
}

/** A record ready to be published, or what is wrong with it. */
export type Rendering = { readonly ok: true; readonly change: LiveChange } | { readonly ok: false; readonly problem: Problem };

// A page must stay under the 100 MB that the reference validator reads (conformance H-25); no article comes near this.
const maxMetadataBytes = 20_000_000;

// Headers stand in every list by the hundred and more.
const maxSets = 1_000;

const oaiDc = formats.find(({ prefix }) => prefix === 'oai_dc')!;

/** Parses and renders one record. Never throws: whatever goes wrong is the record's problem and nobody else's (G4). */
export function renderRecord(record: StoredRecord, { identifierDomain, datestamp }: RenderContext): Rendering {
  const problem = (code: ProblemCode, message: string): Rendering => ({ ok: false, problem: { id: record.id, code, message } });
  try {
    const setProblem = findSetProblem(record.sets);
    if (setProblem !== null) return problem('set_spec_illegal', setProblem);
    const sets = toMinimalSets(record.sets as readonly string[]);
    if (sets.length > maxSets)
      return problem('too_many_sets', `The record is in ${sets.length} sets; at most ${maxSets} can be listed.`);
    const parsed = parseRecord(JSON.parse(record.metadata));
    if (!parsed.ok) return problem('metadata_invalid', parsed.problems.join('; '));
    const identifier = toIdentifier(identifierDomain, record.id);
    const metadataXml = renderFormat(oaiDc, parsed.record, { identifier });
    const bytes = Buffer.byteLength(metadataXml);
    if (bytes > maxMetadataBytes) {
      return problem(
        'record_too_large',
        `The record makes ${bytes} bytes of oai_dc; at most ${maxMetadataBytes} can be harvested.`,
      );
    }
    const digest = createHash('sha256')
      .update(`${identifier}\n${sets.join(' ')}\n`)
      .update(metadataXml)
      .digest();
    const header = renderHeader({ identifier, datestamp, sets, deleted: false });
    const recordXml = renderRecordXml(header, metadataXml);
    return { ok: true, change: { id: record.id, identifier, sets, recordXml, headerLength: header.length, digest } };
  } catch (error) {
    return problem('render_failed', `Rendering failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Makes the tombstone of a record: its header, with the sets it was last seen in. */
export function renderTombstone({ id, identifier, sets }: FormerlyPublished, datestamp: string): PublishedChange {
  const header = renderHeader({ identifier, datestamp, sets, deleted: true });
  return { id, identifier, sets, recordXml: renderRecordXml(header, null), headerLength: header.length, digest: null };
}

function findSetProblem(sets: readonly (string | null)[]): string | null {
  const illegal = sets.find((setSpec) => setSpec === null || !isSetSpec(setSpec));
  if (illegal === undefined) return null;
  if (illegal === null) return 'records.sets holds a null.';
  const legal = toSetSpec(illegal);
  const shown = illegal.length > 80 ? `${illegal.slice(0, 80)}…` : illegal;
  return `${JSON.stringify(shown)} in records.sets is not a legal setSpec${legal === null ? '' : `; ${JSON.stringify(legal)} would be`}.`;
}
