import { z } from 'zod';
import { isUri } from '../../is-uri.ts';
import { isDate } from '../../record/date.ts';
import { dropBlanks, isJsonObject } from '../../record/json-value.ts';
import { describeFound, toPath, toProblem } from '../../record/problems.ts';
import { element, type XmlElement } from '../../xml/element.ts';

const webAddressWords = 'the base URL that the record was harvested from, with http:// or https://';
const identifierWords = 'the URI that was its identifier there, such as oai:example.org:1';
const namespaceWords = 'the URI of the namespace of the format that it was harvested in';
const stampWords = 'as it was given there, such as 2026-05-17 or 2026-05-17T08:30:00Z';

/** The two forms that datestamps and responseDates have (OAI-PMH 2.0 §3.3); they are kept as they were given [B-02]. */
const isStamp = (text: string): boolean => /^(?!0000)\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?$/.test(text) && isDate(text);

const uri = (words: string) => z.string({ error: words }).refine(isUri, { error: words });
const stamp = (name: string) => z.string({ error: `${name} ${stampWords}` }).refine(isStamp, { error: `${name} ${stampWords}` });

const originSchema = z.object({
  baseURL: z
    .string({ error: webAddressWords })
    .refine((text) => /^https?:\/\//i.test(text) && isUri(text), { error: webAddressWords }),
  identifier: uri(identifierWords),
  datestamp: stamp('the datestamp'),
  metadataNamespace: uri(namespaceWords),
  harvestDate: stamp('the responseDate of the harvest'),
  altered: z.boolean({ error: 'true or false: whether the metadata were changed in any way' }),
});

/** Where a record was harvested from, and where that repository had it from (provenance guidelines). */
export interface Provenance extends z.output<typeof originSchema> {
  readonly originDescription?: Provenance;
}

/** What became of a provenance: the provenance, or why it is none. */
export type ParsedProvenance =
  | {
      readonly ok: true;
      readonly provenance: Provenance;
      /** Paths of fields that are not shown, for the schema has no room for them [B-08]. */
      readonly unknownFields: readonly string[];
    }
  | {
      readonly ok: false;
      /** Sentences, in the words of those of a record. */
      readonly problems: readonly string[];
    };

/** No record has gone through so many hands; what is written from the chain is written recursively. */
const mostOrigins = 20;

const mostTold = 10;

const origin = 'originDescription';

/**
 * Reads a value of `records.provenance`: what provenance.xsd has in one originDescription, with another as its `originDescription` where the repository that the
 * record was harvested from had harvested it in turn. Takes any JSON value whatever and never throws.
 */
export function parseProvenance(value: unknown): ParsedProvenance {
  const origins: z.output<typeof originSchema>[] = [];
  const problems: string[] = [];
  const unknownFields: string[] = [];
  const path: string[] = ['provenance'];
  for (let given: unknown = value; given !== undefined; path.push(origin)) {
    if (path.length > mostOrigins)
      return { ok: false, problems: [`provenance: expected at most ${mostOrigins} origins in a row`] };
    if (!isJsonObject(given)) {
      problems.push(`${toPath(path)}: expected an object with named fields, found ${describeFound(given)}`);
      break;
    }
    const { [origin]: next, ...own } = given;
    const result = originSchema.safeParse(dropBlanks(own) ?? {});
    if (result.success) origins.push(result.data);
    else problems.push(...result.error.issues.map((issue) => toProblemAt(path, issue, own)));
    for (const key of Object.keys(own)) if (!Object.hasOwn(originSchema.shape, key)) unknownFields.push(toPath([...path, key]));
    given = next ?? undefined;
  }
  const provenance = origins.reduceRight<Provenance | undefined>(
    (inner, each) => (inner === undefined ? each : { ...each, originDescription: inner }),
    undefined,
  );
  if (provenance === undefined || problems.length > 0) return { ok: false, problems: problems.slice(0, mostTold) };
  return { ok: true, provenance, unknownFields: unknownFields.slice(0, mostTold) };
}

/** The problem under the path of the origin that has it. */
function toProblemAt(path: readonly string[], issue: z.core.$ZodIssue, own: unknown): string {
  return `${toPath(path)}.${toProblem(issue, own)}`;
}

const namespace = 'http://www.openarchives.org/OAI/2.0/provenance';

const attributes = {
  xmlns: namespace,
  'xmlns:xsi': 'http://www.w3.org/2001/XMLSchema-instance',
  'xsi:schemaLocation': `${namespace} http://www.openarchives.org/OAI/2.0/provenance.xsd`,
};

/** Where a record was harvested from, by provenance.xsd [B-02] [B-03]. */
export function toProvenance(provenance: Provenance): XmlElement {
  return element('provenance', attributes, toOriginDescription(provenance));
}

function toOriginDescription({ originDescription, harvestDate, altered, ...fields }: Provenance): XmlElement {
  const names = ['baseURL', 'identifier', 'datestamp', 'metadataNamespace'] as const;
  const children = names.map((name) => element(name, undefined, fields[name]));
  if (originDescription !== undefined) children.push(toOriginDescription(originDescription));
  return { name: origin, attributes: { harvestDate, altered: String(altered) }, children };
}
