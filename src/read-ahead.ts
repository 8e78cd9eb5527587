import { makeExpectations } from './oai/expectations.ts';
import { type ListQuery, type ListStretch, leaveStretch, type Repository } from './oai/repository.ts';

/**
 * A repository that reads what it is told to expect at once, so that the database, and the threads that render, are at the next page while the client takes this one.
 * What was read is given out once, to who begins a page there; where it had failed by then, it is read as if nothing had been expected.
 *
 * An answer may so have been at hand for up to two seconds, data and responseDate alike, which loses nothing (G1): it is as if it had been asked for then.
 */
export function withReadAhead(repository: Omit<Repository, 'expectRecords' | 'listFirstRecords'>): Repository {
  const expectations = makeExpectations<ListStretch>({ whenWhole: ({ xml }) => xml, leave: leaveStretch });
  return {
    ...repository,
    listFirstRecords: (query) => {
      const expected = query.after === null ? null : expectations.take(toKey(query));
      return expected ?? repository.listRecords(query);
    },
    expectRecords: (query) => expectations.expect(toKey(query), () => repository.listRecords(query)),
  };
}

// How much is read at once depends on how the client took what was before; a page may begin with much or with little.
function toKey({ metadataPrefix, from, until, set, after, headersOnly, granularity, notBefore }: ListQuery): string {
  const place = after === null ? null : [after.datestamp, after.id];
  return JSON.stringify([metadataPrefix, from, until, set, place, headersOnly, granularity, notBefore]);
}
