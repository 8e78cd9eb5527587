import { createHash } from 'node:crypto';
import { formats } from '../formats/index.ts';
import { toIdentifier } from '../oai/identifier.ts';
import { parseRecord } from '../record/parse-record.ts';
import { isSetSpec, toMinimalSets, toSetSpec } from '../sets/set-spec.ts';
import type { Problem } from '../storage/problems.ts';
import type { PublishedChange } from '../storage/published.ts';
import type { StoredRecord } from '../storage/records.ts';
import type { ProblemCode } from './problem-codes.ts';

/** A record ready to be published, or what is wrong with it. */
export type Rendering =
  | { readonly ok: true; readonly change: PublishedChange }
  | { readonly ok: false; readonly problem: Problem };

// A page must stay under the 100 MB that the reference validator reads (conformance H-25); no article comes near this.
const maxMetadataBytes = 20_000_000;

// Headers stand in every list by the hundred and more.
const maxSets = 1_000;

const oaiDc = formats.find(({ prefix }) => prefix === 'oai_dc')!;

/** Parses and renders one record. Never throws: whatever goes wrong is the record's problem and nobody else's (G4). */
export function renderRecord(record: StoredRecord, identifierDomain: string): Rendering {
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
    const metadataXml = oaiDc.render(parsed.record, { identifier });
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
    return { ok: true, change: { id: record.id, identifier, sets, metadataXml, digest } };
  } catch (error) {
    return problem('render_failed', `Rendering failed: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function findSetProblem(sets: readonly (string | null)[]): string | null {
  const illegal = sets.find((setSpec) => setSpec === null || !isSetSpec(setSpec));
  if (illegal === undefined) return null;
  if (illegal === null) return 'records.sets holds a null.';
  const legal = toSetSpec(illegal);
  const shown = illegal.length > 80 ? `${illegal.slice(0, 80)}…` : illegal;
  return `${JSON.stringify(shown)} in records.sets is not a legal setSpec${legal === null ? '' : `; ${JSON.stringify(legal)} would be`}.`;
}
