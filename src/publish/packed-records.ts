import type { Problem } from '../storage/problems.ts';
import type { StoredRecord } from '../storage/records.ts';
import { type Packed, packBytes, unpack } from './packed.ts';
import type { LiveChange, RenderedRecord, Rendering } from './render-record.ts';

// Columns, for a thread that is handed an object is told the names of its fields with each: of the time that handing over took, most went there.
type Columns<T> = { readonly [Name in keyof T]: readonly T[Name][] };

/** Records as they are handed to a thread that renders them. */
export interface PackedRecords extends Columns<Omit<RenderedRecord, 'metadata'>> {
  readonly metadata: Packed;
}

export function packRecords(records: readonly RenderedRecord[]): PackedRecords {
  return {
    metadata: packBytes(records.map(({ metadata }) => metadata)),
    id: records.map(({ id }) => id),
    sets: records.map(({ sets }) => sets),
    readyXml: records.map(({ readyXml }) => readyXml),
    provenance: records.map(({ provenance }) => provenance),
  };
}

/** The records one after the other, none made before it is asked for. */
export function* unpackRecords({ metadata, id, sets, readyXml, provenance }: PackedRecords): Iterable<RenderedRecord> {
  for (const [at, bytes] of unpack(metadata).entries()) {
    yield { id: id[at]!, metadata: bytes!, sets: sets[at]!, readyXml: readyXml[at]!, provenance: provenance[at]! };
  }
}

/** What was made of records, as the thread hands it back. */
export interface PackedRenderings extends Columns<Omit<LiveChange, 'id' | 'recordXml'>> {
  /** Of each record in their order; null for one with a problem, which the columns have no place for. */
  readonly recordXml: Packed;
  readonly problems: readonly Problem[];
}

export function packRenderings(renderings: readonly Rendering[]): PackedRenderings {
  const changes = renderings.flatMap((rendering) => (rendering.ok ? [rendering.change] : []));
  return {
    recordXml: packBytes(renderings.map((rendering) => (rendering.ok ? rendering.change.recordXml : null))),
    problems: renderings.flatMap((rendering) => (rendering.ok ? [] : [rendering.problem])),
    identifier: changes.map(({ identifier }) => identifier),
    sets: changes.map(({ sets }) => sets),
    headerLength: changes.map(({ headerLength }) => headerLength),
    digest: changes.map(({ digest }) => digest),
    aboutXml: changes.map(({ aboutXml }) => aboutXml),
    sourceDigest: changes.map(({ sourceDigest }) => sourceDigest),
    fullForm: changes.map(({ fullForm }) => fullForm),
    carriedBy: changes.map(({ carriedBy }) => carriedBy),
    renditions: changes.map(({ renditions }) => renditions),
  };
}

/** @param records what was handed over, in the same order */
export function unpackRenderings(packed: PackedRenderings, records: readonly Pick<StoredRecord, 'id'>[]): Rendering[] {
  let changes = 0;
  let problems = 0;
  return unpack(packed.recordXml).map((recordXml, index): Rendering => {
    if (recordXml === null) {
      problems += 1;
      return { ok: false, problem: packed.problems[problems - 1]! };
    }
    changes += 1;
    return { ok: true, change: toChange(packed, changes - 1, { id: records[index]!.id, recordXml }) };
  });
}

function toChange(packed: PackedRenderings, at: number, { id, recordXml }: Pick<LiveChange, 'id' | 'recordXml'>): LiveChange {
  return {
    id,
    identifier: packed.identifier[at]!,
    sets: packed.sets[at]!,
    recordXml,
    headerLength: packed.headerLength[at]!,
    digest: packed.digest[at]!,
    aboutXml: packed.aboutXml[at]!,
    sourceDigest: packed.sourceDigest[at]!,
    fullForm: packed.fullForm[at]!,
    carriedBy: packed.carriedBy[at]!,
    renditions: packed.renditions[at]!,
  };
}
