import type { OaiAnswer } from '../parse-oai.ts';
import type { XmlElement } from '../xml-tree.ts';

/** What a test knows of the repository and of its request. */
export interface RuleExpectation {
  /** The canonical base URL, as Identify gives it. */
  readonly baseUrl?: string;
  /** The arguments of the request, verb included: the echo must equal them where there is no error. */
  readonly arguments?: Readonly<Record<string, string>>;
  readonly granularity?: 'YYYY-MM-DD' | 'YYYY-MM-DDThh:mm:ssZ';
  /** The format of the records in the answer, as ListMetadataFormats gives it; that of oai_dc when left out. */
  readonly format?: { readonly schema: string; readonly metadataNamespace: string; readonly root?: string };
}

/** What every rule looks at. */
export interface RuleInput {
  readonly root: XmlElement;
  readonly answer: OaiAnswer;
  readonly expectation: RuleExpectation;
}

const secondForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
const dayForm = /^\d{4}-\d{2}-\d{2}$/;

/** The granularity that a datestamp is written in; null when it is neither form, or no day of any calendar. */
export function findGranularity(datestamp: string): 'YYYY-MM-DD' | 'YYYY-MM-DDThh:mm:ssZ' | null {
  const isDay = dayForm.test(datestamp);
  if (!isDay && !secondForm.test(datestamp)) return null;
  const time = new Date(isDay ? `${datestamp}T00:00:00Z` : datestamp);
  // Date takes 30 February for 2 March, and 24:00 for the next day.
  if (Number.isNaN(time.getTime()) || !time.toISOString().startsWith(datestamp.replace('Z', ''))) return null;
  return isDay ? 'YYYY-MM-DD' : 'YYYY-MM-DDThh:mm:ssZ';
}
