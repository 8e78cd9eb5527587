import type { Queryable } from '../storage/database.ts';
import { noteRecords } from '../storage/outbox.ts';
import type { Problem } from '../storage/problems.ts';
import { nextRevision, readFormerlyPublished } from '../storage/published-changes.ts';
import { listPublishedFormats } from '../storage/published-formats.ts';
import { type ReadRecord, readRecords, type StoredRecord } from '../storage/records.ts';
import { hasRules, listRuleSets, type RecordInFull } from '../storage/set-rules.ts';
import { type FormatChoice, toPlaceChoice } from './format-choice.ts';
import type { ProblemCode } from './problem-codes.ts';
import { type LiveChange, type Rendering, withRuleSets } from './render-record.ts';
import type { Renderer } from './renderer.ts';
import { type RecordsResult, type RenderedChunk, type WriteContext, writeChunk } from './write-chunk.ts';

// Rendered by the threads while the database writes those before and reads those behind. At the ends of a batch there are none to overlap with: with 1,000 the threads wait longer there than is saved in statements.
const chunkRecords = 500;
// Of text, so that of a batch of giants no more than two such parts are in hand; what is beyond is noted again.
const chunkBytes = 16_777_216;
// The XML of a record that is larger than this would be refused anyway; reading it could be more than the process can hold.
const maxRecordBytes = 33_554_432;

/** Publishes these records as they are now, under the lock of the clock's row: each that the world would see a difference of gets the datestamp. */
export async function publishRecords(
  db: Queryable,
  { renderer, formats }: { readonly renderer: Renderer; readonly formats: FormatChoice },
  ids: readonly string[],
  datestamp: string,
): Promise<RecordsResult> {
  const context = await makeWriteContext(db, formats, datestamp);
  const ruled = await hasRules(db);
  const total = { published: 0, deleted: 0, inserted: 0, problems: [] as Problem[] };
  const write = async (chunk: RenderedChunk) => {
    const result = await writeChunk(db, chunk, context);
    total.published += result.published;
    total.deleted += result.deleted;
    total.inserted += result.inserted;
    total.problems.push(...result.problems);
  };
  const start = async (at: number) => {
    if (at >= ids.length) return null;
    const chunk = await readChunk(db, ids.slice(at, at + chunkRecords));
    const rendering = renderer.render(chunk.live, { datestamp, fullForm: ruled });
    // It is awaited below; a rejection while the database is asked must not count as unhandled.
    rendering.catch(() => undefined);
    return { chunk, rendering };
  };
  let current = await start(0);
  for (let next = chunkRecords; current !== null; next += chunkRecords) {
    // Handed to the threads before the one in hand comes back, so that they never wait for the database.
    const following = await start(next);
    const renderings = await current.rendering;
    await write({ ...current.chunk, renderings: ruled ? await applyRules(db, renderings, datestamp) : renderings });
    current = following;
  }
  return total;
}

async function makeWriteContext(db: Queryable, choice: FormatChoice, datestamp: string): Promise<WriteContext> {
  const eager = choice.eager.filter((prefix) => prefix !== 'oai_dc');
  const published = eager.length === 0 ? [] : await listPublishedFormats(db);
  return {
    datestamp,
    revision: await nextRevision(db),
    eagerKeys: new Map(published.filter(({ prefix }) => eager.includes(prefix)).map(({ prefix, key }) => [prefix, key])),
    further: choice.formats.length > 1,
    places: toPlaceChoice(choice),
  };
}

/** Adds the sets whose rules hold for the records. */
async function applyRules(db: Queryable, renderings: readonly Rendering[], datestamp: string): Promise<Rendering[]> {
  const records = renderings.flatMap((rendering) => (rendering.ok ? [toRecordInFull(rendering.change)] : []));
  const sets = await listRuleSets(db, records);
  return renderings.map((rendering) => {
    const setSpecs = rendering.ok ? sets.get(rendering.change.id) : undefined;
    return rendering.ok && setSpecs !== undefined ? withRuleSets(rendering.change, setSpecs, datestamp) : rendering;
  });
}

const toRecordInFull = ({ id, fullForm }: LiveChange): RecordInFull => ({ id, record: fullForm! });

type StoredChunk = Omit<RenderedChunk, 'renderings'>;

async function readChunk(db: Queryable, ids: readonly string[]): Promise<StoredChunk> {
  const rows = await readRecords(db, ids, chunkBytes, maxRecordBytes);
  const found = new Set(rows.map(({ id }) => id));
  const shown = rows.filter(({ visibility }) => visibility === 'public');
  const hidden = rows.filter(({ visibility }) => visibility !== 'public').map(({ id }) => id);
  const tooLarge = shown.filter(({ bytes }) => bytes > maxRecordBytes).map(toTooLarge);
  const later = shown.filter(({ metadata, bytes }) => metadata === null && bytes <= maxRecordBytes).map(({ id }) => id);
  if (later.length > 0) await noteRecords(db, later);
  const live = shown.filter((row): row is ReadRecord & StoredRecord => row.metadata !== null);
  const former = new Map((await readFormerlyPublished(db, ids)).map((row) => [row.id, row]));
  return { live, gone: [...ids.filter((id) => !found.has(id)), ...hidden], tooLarge, former };
}

function toTooLarge({ id, bytes }: { readonly id: string; readonly bytes: number }): Problem {
  const message = `The metadata are ${bytes} bytes of text; at most ${maxRecordBytes} are published.`;
  return { id, code: 'record_too_large' satisfies ProblemCode, message };
}
