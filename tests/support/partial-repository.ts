import type { Repository } from '../../src/oai/repository.ts';

const unused = () => Promise.reject(new Error('not asked for'));

/** A repository that answers as the parts say, and fails at whatever else it is asked. */
export function makePartialRepository(parts: Partial<Repository>): Repository {
  return {
    getState: unused,
    getLatestState: unused,
    findRecord: unused,
    listFormats: unused,
    listFormatsOf: unused,
    listRecords: unused,
    listFirstRecords: parts.listRecords ?? unused,
    expectRecords: () => ({ confirm: () => undefined, drop: () => undefined }),
    countRest: unused,
    listSets: unused,
    hasSets: unused,
    ...parts,
  };
}
