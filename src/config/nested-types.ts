import { z } from 'zod';
import { isUri } from '../is-uri.ts';
import type { Branding } from '../oai/descriptions/branding.ts';
import type { EprintsPolicies } from '../oai/descriptions/eprints.ts';
import { fields, listOf, nestedSetting } from './nested-setting.ts';
import type { Parsed, SettingType } from './setting-types.ts';

const isWebAddress = (text: string): boolean => /^https?:\/\//i.test(text) && isUri(text);

const webAddressWords = 'an http or https URL, with other characters than ASCII percent-encoded';
const webAddress = z.string({ error: webAddressWords }).refine(isWebAddress, { error: webAddressWords });

/** Whether a text was meant as an address, be it a right one or not. */
const seemsWebAddress = (value: string): boolean => /^https?:\/\/\S*$/i.test(value);

/** YAML takes `2026` for a number, where a person wrote a text. */
const text = z.preprocess((value) => (typeof value === 'number' ? String(value) : value), z.string({ error: 'text' }));

const urlAndText = fields({ url: listOf(webAddress).default([]), text: listOf(text).default([]) });

/** A text or a URL alone stands for an object with it. */
const policy = z.preprocess((value) => {
  if (typeof value !== 'string') return value;
  return seemsWebAddress(value) ? { url: value } : { text: value };
}, urlAndText);

const eprintsSchema: z.ZodType<EprintsPolicies> = fields({
  content: policy.exactOptional(),
  metadataPolicy: policy.exactOptional(),
  dataPolicy: policy.exactOptional(),
  submissionPolicy: policy.exactOptional(),
  comment: listOf(text).default([]),
});

/** The policies of the eprints description. */
export const eprintsPolicies: SettingType<EprintsPolicies | null> = nestedSetting(eprintsSchema, {
  allowed:
    'an object with any of content, metadataPolicy, dataPolicy, submissionPolicy (each a text, a URL, or an object with url and text) and comment (a text or a list of texts)',
});

const pixelsWords = 'a whole number of pixels from 1 to 10000';
const pixels = z.int({ error: pixelsWords }).min(1, { error: pixelsWords }).max(10_000, { error: pixelsWords });

const iconSchema = z.preprocess(
  (value) => (typeof value === 'string' ? { url: value } : value),
  fields({
    url: webAddress,
    link: webAddress.exactOptional(),
    title: text.exactOptional(),
    width: pixels.exactOptional(),
    height: pixels.exactOptional(),
  }),
);

const namespaceWords = 'the URI of a metadata format, such as http://www.openarchives.org/OAI/2.0/oai_dc/';
// The schema allows small letters alone, so that even application/xslt+xml is not valid [I-16].
const mimeTypeWords = 'a media type of small letters alone, such as text/xsl or text/css';

const renderingSchema = fields({
  url: webAddress,
  metadataNamespace: z.string({ error: namespaceWords }).refine(isUri, { error: namespaceWords }),
  mimeType: z.string({ error: mimeTypeWords }).regex(/^[a-z]+\/[a-z]+$/, { error: mimeTypeWords }),
});

const brandingSchema: z.ZodType<Branding> = fields({
  collectionIcon: iconSchema.exactOptional(),
  metadataRendering: listOf(renderingSchema).default([]),
});

/** The icon and style sheets of the branding description. */
export const branding: SettingType<Branding | null> = nestedSetting(brandingSchema, {
  allowed:
    'an object with collectionIcon (a URL, or an object with url and, where wanted, link, title, width, height) or metadataRendering (objects with url, metadataNamespace and mimeType), or both',
});

const rightsWords = 'a URL or a text';

const rights = z
  .string({ error: rightsWords })
  .refine((value) => !seemsWebAddress(value) || isWebAddress(value), { error: webAddressWords });

const statements = nestedSetting(listOf(rights), {
  allowed: 'a URL or a text, or a list of several',
  plainText: true,
});

/** The statements of the rights manifest. */
export const rightsStatements: SettingType<readonly string[]> = {
  allowed: statements.allowed,
  parse: (given) => orNone(statements.parse(given)),
  parseNested: (given) => orNone(statements.parseNested!(given)),
  toText: (value) => (value.length === 0 ? '' : statements.toText([...value])),
};

function orNone(parsed: Parsed<readonly string[] | null>): Parsed<readonly string[]> {
  return parsed.ok ? { ok: true, value: parsed.value ?? [] } : parsed;
}
