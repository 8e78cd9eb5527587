import type { ArticleRecord } from '../record/record.ts';

/** Who paid, in words, for formats without a place for it: "Funded by European Commission, H2020, grant 123456 (Tides at Rest)". */
export function toFundingText(funding: ArticleRecord['fundingReferences'][number]): string {
  const { funderName, fundingStream, awardNumber, awardTitle } = funding;
  const parts = [funderName, fundingStream, awardNumber === undefined ? undefined : `grant ${awardNumber}`];
  const text = `Funded by ${parts.filter((part) => part !== undefined).join(', ')}`;
  return awardTitle === undefined ? text : `${text} (${awardTitle})`;
}
