import type { Expectation } from './expectations.ts';
import type { ListQuery, ListStretch, Repository } from './repository.ts';
import type { ListRequest } from './request.ts';

/** What is expected to come after a page. */
export interface NextPage {
  /** Begins to read what comes after a stretch, with which the page is likely to end. */
  begin(end: ListStretch, reach: Reach): void;
  /** The page ends with this stretch, and the client has it. */
  confirm(end: ListStretch, reach: Reach): void;
  /** There is nothing to be done any more; unless it was confirmed, nobody comes for it. */
  leave(): void;
}

/** How much of it is read. */
type Reach = Pick<ListQuery, 'limit' | 'maxBytes'>;

/** Whoever came for a page with a token comes again; others may have come for a look. */
export function expectNextPage(
  { token }: Pick<ListRequest, 'token'>,
  query: ListQuery,
  repository: Pick<Repository, 'expectRecords'>,
): NextPage {
  let left = false;
  let expected: { readonly id: string; readonly expectation: Expectation } | null = null;
  const expect = ({ more, last }: ListStretch, reach: Reach) => {
    if (token === null || !more || last === null || expected?.id === last.id) return;
    expected?.expectation.drop();
    expected = { id: last.id, expectation: repository.expectRecords({ ...query, ...reach, from: null, after: last }) };
  };
  return {
    begin: (end, reach) => {
      if (!left) expect(end, reach);
    },
    confirm: (end, reach) => {
      expect(end, reach);
      expected?.expectation.confirm();
      expected = null;
    },
    leave: () => {
      left = true;
      expected?.expectation.drop();
      expected = null;
    },
  };
}
