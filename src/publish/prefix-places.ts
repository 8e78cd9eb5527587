import { renderHeader, renderRecordXml } from '../oai/record-xml.ts';
import { toLineage } from '../sets/set-spec.ts';
import type { PrefixPlace } from '../storage/published-prefixes.ts';

/** A record as the lists of formats have it. */
export interface PlacedRecord {
  readonly id: string;
  readonly identifier: string;
  readonly sets: readonly string[];
  /** The one it has from now on. */
  readonly datestamp: string;
  /** Whether that is another than before. */
  readonly moved: boolean;
  /** The prefixes of the formats that carry it; null for a deleted one, which stays where it was. */
  readonly carriedBy: readonly string[] | null;
}

/** In which formats records have places, and where. */
export interface PlaceChoice {
  /** The prefixes of formats that most records have: their records have a place in the list of the format, and none in those of its sets. */
  readonly carryingMost: ReadonlySet<string>;
}

export interface PlaceChanges {
  readonly removed: readonly PrefixPlace[];
  readonly added: readonly PrefixPlace[];
}

/**
 * What changes in the lists of formats that not every record has. A record that a format can carry no longer stays in its lists as deleted (OAI-PMH 2.0 §2.5.1, conformance K-06),
 * with the datestamp of when that was; in a format that most records have, whose lists of sets are those of oai_dc, with the record's own from then on.
 *
 * @param former its places so far
 */
export function toPlaceChanges(
  record: PlacedRecord,
  former: readonly PrefixPlace[],
  { carryingMost }: PlaceChoice,
): PlaceChanges {
  const removed: PrefixPlace[] = [];
  const added: PrefixPlace[] = [];
  const { id, datestamp, moved, carriedBy } = record;
  for (const prefix of new Set([...(carriedBy ?? []), ...former.map((place) => place.prefix)])) {
    const places = former.filter((place) => place.prefix === prefix);
    const live = places.filter(({ tombstoneXml }) => tombstoneXml === null);
    if (carriedBy === null ? live.length > 0 : carriedBy.includes(prefix)) {
      if (!moved && live.length > 0) continue;
      removed.push(...places);
      const setSpecs = carryingMost.has(prefix) ? [''] : ['', ...new Set(record.sets.flatMap(toLineage))];
      added.push(...setSpecs.map((setSpec) => ({ prefix, setSpec, datestamp, id, tombstoneXml: null })));
    } else {
      const leaving = moved && carryingMost.has(prefix) ? places : live;
      if (leaving.length === 0) continue;
      removed.push(...leaving);
      const tombstoneXml = renderRecordXml(renderHeader({ ...record, deleted: true }), null);
      added.push(...leaving.map((place) => ({ ...place, datestamp, tombstoneXml })));
    }
  }
  return { removed, added };
}
