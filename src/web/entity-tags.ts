import { createHash } from 'node:crypto';

/** Makes and reads the entity tags of answers (RFC 9110 §8.8.3). */
export interface EntityTags {
  /** The tag of the answer to a request, as long as this is the last publication. It is weak: the responseDate goes on. */
  render(request: string, publication: number): string;
  /** The publications whose answer to the request the client says it has, by its If-None-Match. */
  listPublications(request: string, ifNoneMatch: string): number[];
}

/**
 * A tag is made of the request, of all that an answer depends on besides, and of the number of a publication: whether the answer is still the same is
 * known from one number.
 *
 * @param origin what answers depend on besides the request and the data: settings and the version of the program
 */
export function makeEntityTags(origin: string): EntityTags {
  const salt = createHash('sha256').update(origin).digest();
  const toKey = (request: string) => createHash('sha256').update(salt).update(request).digest('base64url').slice(0, 22);
  return {
    render: (request, publication) => `W/"${toKey(request)}.${publication}"`,
    listPublications: (request, ifNoneMatch) => {
      const key = toKey(request);
      return [...ifNoneMatch.matchAll(/"([\w-]{22})\.(\d+)"/g)].flatMap(([, of, publication]) =>
        of === key ? [Number(publication)] : [],
      );
    },
  };
}
