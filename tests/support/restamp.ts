/**
 * The assignments that give rows of `published` another datestamp, in the column and in the ready header.
 *
 * @param datestamp SQL of a timestamptz
 */
export function restamp(datestamp: string): string {
  const written = `to_char((${datestamp}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
  return `datestamp = ${datestamp}, record_xml = regexp_replace(record_xml, '<datestamp>[^<]*', '<datestamp>' || ${written})`;
}

/** SQL of what stands inside the `metadata` element of a row of `published`; null for a deleted record. */
export const metadataXmlSql = `substring(record_xml from '</header><metadata>(.*)</metadata></record>')`;
