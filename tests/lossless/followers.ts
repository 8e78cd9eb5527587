import { setTimeout as sleep } from 'node:timers/promises';
import type { Queryable } from '../../src/storage/database.ts';
import { harvestAll } from '../support/harvest.ts';
import { type FromPolicy, type Mirror, makeMirror } from '../support/mirror.ts';
import { metadataXmlSql } from '../support/restamp.ts';

/** Incremental harvesters that keep following a repository. */
export interface Followers {
  readonly mirrors: readonly { readonly policy: FromPolicy; readonly mirror: Mirror }[];
  /** How many runs broke off; the next one of the same harvester made up for each. */
  failures(): number;
  /** Lets each finish the run it is in. */
  stop(): Promise<void>;
}

export interface FollowersOptions {
  /** Whether a run may break off, because a server is killed with it in hand. */
  readonly toleratesFailures?: boolean;
  /** `oai_dc` when left out. */
  readonly metadataPrefix?: string;
}

/** Starts harvesters of both habits; each starts its next run after a pause of its own. */
export function startFollowers(
  baseUrl: string,
  each: number,
  random: () => number,
  { toleratesFailures = false, metadataPrefix = 'oai_dc' }: FollowersOptions = {},
): Followers {
  const policies: FromPolicy[] = ['responseDate', 'largestDatestamp'];
  const mirrors = policies.flatMap((policy) =>
    Array.from({ length: each }, () => ({ policy, mirror: makeMirror(baseUrl, { policy, retries: 3, metadataPrefix }) })),
  );
  let going = true;
  let failures = 0;
  const follow = async (mirror: Mirror) => {
    while (going) {
      await mirror.harvest().catch((error: Error) => {
        if (toleratesFailures) failures += 1;
        else expectNothingLeft(error);
      });
      await sleep(random() * 700);
    }
  };
  const done = Promise.all(mirrors.map(({ mirror }) => follow(mirror)));
  return {
    mirrors,
    failures: () => failures,
    stop: async () => {
      going = false;
      await done;
    },
  };
}

/** With small pages every record that was left of a list may have changed since: a harvester then starts again from where its last whole run began. */
function expectNothingLeft(error: unknown): void {
  if (!(error instanceof Error && error.message.includes('Nothing is left of this list'))) throw error;
}

/** Where a mirror and `published` differ: one line for each record, none when the mirror is an exact copy. */
export async function findDifferences(db: Queryable, mirror: Mirror): Promise<string[]> {
  const text = `select identifier, to_char(datestamp at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as datestamp, deleted, sets,
    ${metadataXmlSql} as "metadataXml" from published`;
  const rows = await db.query<{ identifier: string; datestamp: string }>({ name: 'read_published', text });
  const differences = rows.flatMap(({ identifier, ...published }) => {
    const mirrored = mirror.records.get(identifier);
    const same = JSON.stringify(published) === JSON.stringify(mirrored === undefined ? null : toComparable(mirrored));
    return same ? [] : [`${identifier}: published ${published.datestamp}, mirrored ${mirrored?.datestamp ?? 'never'}`];
  });
  const known = new Set(rows.map(({ identifier }) => identifier));
  return [
    ...differences,
    ...[...mirror.records.keys()]
      .filter((identifier) => !known.has(identifier))
      .map((identifier) => `${identifier}: not published`),
  ];
}

/** Where a mirror in one format and a harvest of all that there is in it now differ: one line for each record. */
export async function findFormatDifferences(baseUrl: string, metadataPrefix: string, mirror: Mirror): Promise<string[]> {
  const { records } = await harvestAll(baseUrl, { metadataPrefix });
  const differences = records.flatMap(({ identifier, ...published }) => {
    const mirrored = mirror.records.get(identifier);
    const same = mirrored !== undefined && JSON.stringify(toComparable(published)) === JSON.stringify(toComparable(mirrored));
    return same ? [] : [`${identifier} in ${metadataPrefix}: ${published.datestamp}, mirrored ${mirrored?.datestamp ?? 'never'}`];
  });
  const missing = mirror.records.size - records.length;
  return missing === 0 ? differences : [...differences, `${missing} more were mirrored in ${metadataPrefix} than there are`];
}

function toComparable({
  datestamp,
  deleted,
  sets,
  metadataXml,
}: Mirror['records'] extends ReadonlyMap<string, infer R> ? R : never) {
  return { datestamp, deleted, sets, metadataXml };
}
