import { type HarvestOptions, harvestAll } from './harvest.ts';
import type { OaiRecord } from './parse-oai.ts';

/** What a mirror keeps of a record. */
export type MirroredRecord = Omit<OaiRecord, 'identifier'>;

/**
 * Where the next run starts: at the responseDate of the last complete run's first answer, as the guidelines have it (GH§3), or at the
 * largest datestamp seen so far, as many harvesters do.
 */
export type FromPolicy = 'responseDate' | 'largestDatestamp';

/** An incremental harvester's copy of a repository. */
export interface Mirror {
  readonly records: ReadonlyMap<string, MirroredRecord>;
  /** Where the next run starts; null before the first. */
  readonly from: string | null;
  /** Harvests what changed since the last run; resolves to the number of records that came. A run that fails is made up for by the next. */
  harvest(): Promise<number>;
}

export interface MirrorOptions extends Omit<HarvestOptions, 'from' | 'until'> {
  readonly policy: FromPolicy;
  /** The repository's granularity; seconds when left out. With days, `from` is cut to the day. */
  readonly granularity?: 'YYYY-MM-DD' | 'YYYY-MM-DDThh:mm:ssZ';
}

/** Makes an empty mirror of the repository at that base URL. */
export function makeMirror(baseUrl: string, options: MirrorOptions): Mirror {
  const records = new Map<string, MirroredRecord>();
  const length = (options.granularity ?? 'YYYY-MM-DDThh:mm:ssZ').length;
  let from: string | null = null;
  const keep = ({ identifier, ...record }: OaiRecord) => {
    records.set(identifier, record);
    // Lists are in the order of their datestamps, so that this holds even when the run is cut off.
    if (options.policy === 'largestDatestamp' && (from === null || record.datestamp > from)) from = record.datestamp;
  };
  return {
    records,
    get from() {
      return from;
    },
    harvest: async () => {
      const range = from === null ? {} : { from };
      const { records: changed, responseDate } = await harvestAll(baseUrl, { ...options, ...range }, ({ answer }) => {
        for (const record of answer.records) keep(record);
      });
      if (options.policy === 'responseDate') from = responseDate.slice(0, length);
      return changed.length;
    },
  };
}
