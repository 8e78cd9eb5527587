import type { ListQuery, ListStretch, Repository } from './oai/repository.ts';

// A harvester that is on its way asks for the next page within milliseconds. What is older than a second is read anew, for the answer would have a responseDate that old.
const keptMs = 1_000;
// Of at most a page's first stretch each, so that harvesters that leave cost no more memory than a few that stay.
const mostKept = 16;

/**
 * The same repository that reads what it is told to expect at once, so that the database, and the threads that render, are at the next page while the client takes this one.
 * What was read is given out once, to the very same query; where it could not be read, that query is put as if nothing had been expected.
 *
 * An answer may so be of up to a second ago, data and responseDate alike, which loses nothing (G1): it is as if it had been asked for then.
 */
export function withReadAhead(repository: Repository): Repository {
  const kept = new Map<string, { readonly stretch: Promise<ListStretch>; readonly timer: NodeJS.Timeout }>();
  const take = (key: string): Promise<ListStretch> | null => {
    const found = kept.get(key);
    if (found === undefined) return null;
    kept.delete(key);
    clearTimeout(found.timer);
    return found.stretch;
  };
  return {
    ...repository,
    listRecords: (query) => {
      const stretch = query.after === null ? null : take(toKey(query));
      return stretch === null ? repository.listRecords(query) : stretch.catch(() => repository.listRecords(query));
    },
    expectRecords: (query) => {
      const key = toKey(query);
      if (kept.has(key) || kept.size >= mostKept) return;
      const stretch = repository.listRecords(query);
      // Whoever asks for it handles that; nobody may ask.
      stretch.catch(() => undefined);
      const timer = setTimeout(() => void take(key)?.then(leave, () => undefined), keptMs).unref();
      kept.set(key, { stretch, timer });
    },
  };
}

function toKey({
  metadataPrefix,
  from,
  until,
  set,
  after,
  limit,
  maxBytes,
  headersOnly,
  granularity,
  notBefore,
}: ListQuery): string {
  const place = after === null ? null : [after.datestamp, after.id];
  return JSON.stringify([metadataPrefix, from, until, set, place, limit, maxBytes, headersOnly, granularity, notBefore]);
}

/** Gives the memory of what nobody asked for back. */
function leave({ xml }: ListStretch): Promise<void> {
  return xml.then(({ release }) => release()).catch(() => undefined);
}
