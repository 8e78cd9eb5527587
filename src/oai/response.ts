import { escapeAttribute, escapeText } from '../xml/text.ts';
import type { OaiError } from './errors.ts';
import type { Echo } from './request.ts';

const open =
  '<?xml version="1.0" encoding="UTF-8"?>\n' +
  '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"' +
  ' xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/ http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd">\n';

/** The last characters of every answer. */
export const responseEnd = '</OAI-PMH>\n';

/**
 * The beginning of an answer: declaration, root, responseDate and request (OAI-PMH 2.0 §3.2). These few fixed elements are put together as text because they stand
 * in every answer, where building them as a tree costs more than the rest of a GetRecord; every value in them is escaped by xml/text.
 *
 * @param responseDate the published-through time that came with the data
 */
export function renderResponseStart(responseDate: string, baseUrl: string, echo: Echo): string {
  let attributes = '';
  for (const [name, value] of Object.entries(echo)) attributes += ` ${name}="${escapeAttribute(value)}"`;
  return `${open}<responseDate>${responseDate}</responseDate>\n<request${attributes}>${escapeText(baseUrl)}</request>\n`;
}

/** The `error` elements of an answer. */
export function renderErrors(errors: readonly OaiError[]): string {
  return errors.map(({ code, message }) => `<error code="${code}">${escapeText(message)}</error>\n`).join('');
}

// A blank, `#` twice or a bare % is no URI to the schema, nor is a host with a port that is no number (`http://a:b/`); what is left here is what
// oai-identifiers and other URIs without a host are made of.
const safeUri = /^[A-Za-z][A-Za-z0-9+.-]*:(?!\/\/)(?:[A-Za-z0-9\-_.!~*'();/?:@&=+$,]|%[0-9A-Fa-f]{2})+$/;

/** What may be echoed beside an error: everything, unless something in it would make the answer invalid (conformance X-12). */
export function toErrorEcho(echo: Echo): Echo {
  return echo.identifier !== undefined && !safeUri.test(echo.identifier) ? {} : echo;
}

/**
 * The `resumptionToken` element that ends an incomplete list, or (with an empty value) the last answer of a sequence (§3.5).
 *
 * @param cursor how many elements came before this answer
 */
export function renderResumptionToken(value: string, cursor: number, completeListSize: number): string {
  // Never the short form of an empty element: harvesters that look for the token by pattern take what follows `>` for it.
  return `<resumptionToken completeListSize="${completeListSize}" cursor="${cursor}">${value}</resumptionToken>\n`;
}
