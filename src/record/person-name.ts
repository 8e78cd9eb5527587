import { splitText } from './json-value.ts';

/** A name as one text, with its parts where the text shows them. */
export interface PersonName {
  readonly name: string;
  readonly familyName?: string;
  readonly givenName?: string;
}

/** What follows the comma in the name of an organisation rather than of a person. */
const organisation = /^(?:inc|llc|ltd|gmbh|plc|dept|department|faculty|school|university|institute|division)\b/i;

/**
 * Reads "Family, Given" (one comma) into its parts. A name without a comma stays whole: "García Márquez" or "Zhang Wei" does not
 * tell which part is the family's, and a guess would be published for ever. So do "King, Martin Luther, Jr." and "Acme, Inc.".
 */
export function parsePersonName(text: string): PersonName {
  const parts = splitText(text, ',');
  const [familyName, givenName] = parts;
  if (parts.length !== 2 || familyName === undefined || givenName === undefined) return { name: text };
  return organisation.test(givenName) ? { name: text } : { name: text, familyName, givenName };
}

/**
 * The names in one text: separated by semicolons, as reference managers export them. A text with a character reference such as
 * `M&uuml;ller` keeps its semicolon.
 */
export function parseNameList(text: string): readonly string[] {
  if (!text.includes(';') || /&#?\w+;/.test(text)) return [text];
  return splitText(text, ';');
}
