import { createHash } from 'node:crypto';
import type { Format } from '../formats/format.ts';
import type { Queryable } from '../storage/database.ts';
import { noteEachRecord, noteProblems } from '../storage/outbox.ts';
import { advanceClock, lockClock } from '../storage/publish-clock.ts';
import { isNothingPublished } from '../storage/published-changes.ts';
import {
  deletePublishedFormats,
  listPublishedFormats,
  type PublishedFormat,
  upsertPublishedFormat,
} from '../storage/published-formats.ts';
import type { FormatChoice } from './format-choice.ts';
import type { ProblemCode } from './problem-codes.ts';

/** What a format's output is made by. */
export function toFormatVersion({ version, namespace, schema }: Pick<Format, 'version' | 'namespace' | 'schema'>): string {
  // Those of ready XML come from the settings, and are in the output.
  const names = createHash('sha256').update(`${namespace} ${schema}`).digest('hex').slice(0, 8);
  return `${version}-${names}`;
}

/**
 * Brings the formats that are offered beside oai_dc to those of the settings, under the lock of the clock's row.
 *
 * One that is switched on is offered once every record has been looked at: which of them it carries has to be known, and what they were made from has to be kept. Its records then have the
 * datestamp of that moment, or their own where that is later, so that whoever harvests it from then on gets all of them (G1). So they have, at once, when a new version writes them in another
 * way [D-13, D-14]; where it may carry other records than before, that again waits until all have been looked at. One that is switched off is not offered any more (conformance §15.7).
 *
 * @returns whether every record was noted
 */
export async function switchFormats(db: Queryable, { formats }: FormatChoice): Promise<boolean> {
  const wanted = listFurther(formats);
  if (isSame(wanted, await listPublishedFormats(db))) return false;
  const datestamp = await lockClock(db, 0);
  const former = await listPublishedFormats(db);
  const dropped = former.filter(({ prefix }) => !wanted.some((format) => format.prefix === prefix));
  await deletePublishedFormats(
    db,
    dropped.map(({ prefix }) => prefix),
  );
  const changed = wanted.filter((format) => !isKnown(format, former));
  const atOnce = await isNothingPublished(db);
  const isReady = ({ prefix, carries }: Format) =>
    atOnce || (carries === undefined && former.some((known) => known.prefix === prefix && known.since !== null));
  const pendingEntry = changed.every(isReady) ? null : await noteEachRecord(db);
  // The format that they failed in, or are too large in, may be one that is dropped or changed.
  if (pendingEntry === null) await noteProblems(db, ['format_failed', 'record_too_large'] satisfies ProblemCode[]);
  for (const format of changed) {
    const { prefix } = format;
    // Where there is no record to look at, none is waited for.
    const ready = pendingEntry === null || isReady(format);
    await upsertPublishedFormat(db, {
      ...{ prefix, version: toFormatVersion(format) },
      ...(ready ? { since: datestamp, pendingEntry: null } : { since: null, pendingEntry }),
    });
  }
  await advanceClock(db, datestamp, 0, true);
  return pendingEntry !== null;
}

function isKnown(format: Format, published: readonly PublishedFormat[]): boolean {
  return published.some(({ prefix, version }) => prefix === format.prefix && version === toFormatVersion(format));
}

/** Whether the formats that are offered, or being made ready, are those of the settings. */
export async function offersFormats(db: Queryable, { formats }: FormatChoice): Promise<boolean> {
  return isSame(listFurther(formats), await listPublishedFormats(db));
}

function listFurther(formats: readonly Format[]): Format[] {
  return formats.filter(({ prefix }) => prefix !== 'oai_dc');
}

function isSame(wanted: readonly Format[], published: readonly PublishedFormat[]): boolean {
  return wanted.length === published.length && wanted.every((format) => isKnown(format, published));
}
