import type { ArticleRecord } from '../record/record.ts';
import type { AccessLevel } from '../record/vocabulary.ts';
import { element, type XmlElement } from '../xml/element.ts';
import { makeModsText } from './mods-text.ts';
import { findWebUri } from './web-uri.ts';

/** The terms of COAR's access rights, with their addresses. */
const accessTerms: Readonly<Record<AccessLevel, { readonly text: string; readonly uri: string }>> = {
  open: { text: 'open access', uri: 'http://purl.org/coar/access_right/c_abf2' },
  embargoed: { text: 'embargoed access', uri: 'http://purl.org/coar/access_right/c_f1cf' },
  restricted: { text: 'restricted access', uri: 'http://purl.org/coar/access_right/c_16ec' },
  'metadata only': { text: 'metadata only access', uri: 'http://purl.org/coar/access_right/c_14cb' },
};

/** Who may read, then each licence with its address, where DPLA and others look for it, as `mods:accessCondition`. */
export function listModsRights({ accessRights, embargoEndDate, rightsList }: ArticleRecord): XmlElement[] {
  const elements: XmlElement[] = [];
  if (accessRights !== undefined) {
    const { text, uri } = accessTerms[accessRights];
    const until = accessRights === 'embargoed' && embargoEndDate !== undefined ? ` until ${embargoEndDate}` : '';
    elements.push(element('mods:accessCondition', { type: 'restriction on access', 'xlink:href': uri }, text + until));
  }
  for (const { rights, rightsUri, rightsIdentifier, lang } of rightsList) {
    const uri = findWebUri(rightsUri ?? '');
    const text = rights ?? rightsIdentifier ?? rightsUri;
    if (text === undefined) continue;
    const attributes = { type: 'use and reproduction', ...(uri === null ? {} : { 'xlink:href': uri }) };
    elements.push(makeModsText('mods:accessCondition', text, lang, attributes));
  }
  return elements;
}
