import { parseRecord } from '../record/parse-record.ts';
import type { Queryable } from '../storage/database.ts';
import type { FormerlyPublished } from '../storage/published-changes.ts';
import { type DigestedSource, findSource, type PublishedSource } from '../storage/published-sources.ts';
import type { LiveChange } from './render-record.ts';
import { toText } from './to-text.ts';

/**
 * Whether a record was made from something else before. Of what was published before sources were kept nothing is known: no format is offered before there is one for each record but those that have a problem,
 * and such a one was lacking in the formats.
 */
export function hasOtherSource({ sourceDigest }: LiveChange, former: FormerlyPublished): boolean {
  return former.sourceDigest === null ? former.sourceMissed : former.sourceDigest !== sourceDigest;
}

/**
 * Of the records that look the same in oai_dc and are made from something else than before, those that are the same in full form: what changed in them is nothing that any format could show, such
 * as a field that nothing reads, and must not move them (G5).
 *
 * @param sources of the changes, in their order
 */
export async function listAlike(
  db: Queryable,
  changes: readonly LiveChange[],
  sources: readonly DigestedSource[],
  former: ReadonlyMap<string, FormerlyPublished>,
): Promise<ReadonlySet<string>> {
  const alike = new Set<string>();
  for (const [index, change] of changes.entries()) {
    const row = former.get(change.id);
    if (row === undefined || row.digest !== change.digest || !hasOtherSource(change, row)) continue;
    // One at a time: they may be large.
    const before = await findSource(db, change.id);
    if (before !== null && isAlike(before, sources[index]!)) alike.add(change.id);
  }
  return alike;
}

function isAlike(before: PublishedSource, now: DigestedSource): boolean {
  return (
    before.readyXml === now.readyXml &&
    before.aboutXml === now.aboutXml &&
    toFullForm(before.metadata) === toFullForm(toText(now.metadata))
  );
}

function toFullForm(metadata: string): string {
  const parsed = parseRecord(JSON.parse(metadata), { tellsUnknown: false });
  // What could be published once may be no record by the rules of a later version.
  return parsed.ok ? JSON.stringify(parsed.record) : metadata;
}
