import type { Expectation } from './expectations.ts';
import type { ListQuery, ListStretch, Repository } from './repository.ts';
import type { ListRequest } from './request.ts';

/** What is expected to come after a page. */
export interface NextPage {
  /** Begins to read what comes after a stretch, with which the page is likely to end. */
  begin(end: ListStretch): void;
  /** The page ends with this stretch, and the client has it. */
  confirm(end: ListStretch): void;
  /** There is nothing to be done any more; unless it was confirmed, nobody comes for it. */
  leave(): void;
}

/**
 * Whoever came for a page with a token comes again; others may have come for a look.
 *
 * @param toReach how much of the next page is read at once, by then
 */
export function expectNextPage(
  { token }: Pick<ListRequest, 'token'>,
  query: ListQuery,
  repository: Pick<Repository, 'expectRecords'>,
  toReach: () => Pick<ListQuery, 'limit' | 'maxBytes'>,
): NextPage {
  let left = false;
  let expected: { readonly id: string; readonly expectation: Expectation } | null = null;
  const expect = ({ more, last }: ListStretch) => {
    if (token === null || !more || last === null || expected?.id === last.id) return;
    expected?.expectation.drop();
    expected = { id: last.id, expectation: repository.expectRecords({ ...query, ...toReach(), from: null, after: last }) };
  };
  return {
    begin: (end) => {
      if (!left) expect(end);
    },
    confirm: (end) => {
      expect(end);
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
