import type { ArticleRecord } from '../record/record.ts';

type Funding = ArticleRecord['fundingReferences'][number];

/** Who paid, in words, for formats without a place for it: "Funded by European Commission, H2020, grant 123456 (Tides at Rest)". */
export function toFundingText(funding: Funding): string {
  const { funderName, fundingStream, awardNumber, awardTitle } = funding;
  const parts = [funderName, fundingStream, awardNumber === undefined ? undefined : `grant ${awardNumber}`];
  const text = `Funded by ${parts.filter((part) => part !== undefined).join(', ')}`;
  return awardTitle === undefined ? text : `${text} (${awardTitle})`;
}

/** The address of the award, or else of the funder. */
export function findFundingLink({ awardUri, funderIdentifier }: Funding): string | null {
  if (awardUri !== undefined) return awardUri;
  return funderIdentifier !== undefined && /^https?:/i.test(funderIdentifier) ? funderIdentifier : null;
}
