import type { Container } from '../record/record.ts';

/** Where an article appeared, as a reader expects it: "Journal of social work, 12 (2), pp. 158-178. ISSN 1468-0173". */
export function toCitation(container: Container): string {
  const parts = [container.title, toIssue(container), container.edition, toPages(container)];
  const place = parts.filter((part) => part !== undefined && part !== '').join(', ');
  const identifier = container.identifier === undefined ? '' : toNumber(container.identifier, container.identifierType);
  if (place === '' || identifier === '') return place || identifier;
  return `${place}${place.endsWith('.') ? '' : '.'} ${identifier}`;
}

function toIssue({ volume, issue }: Container): string {
  if (issue === undefined) return volume ?? '';
  return volume === undefined ? `(${issue})` : `${volume} (${issue})`;
}

function toPages({ firstPage, lastPage, articleNumber }: Container): string {
  if (firstPage === undefined && lastPage === undefined) return articleNumber === undefined ? '' : `article ${articleNumber}`;
  if (firstPage === undefined || lastPage === undefined || firstPage === lastPage) return `p. ${firstPage ?? lastPage}`;
  return `pp. ${firstPage}-${lastPage}`;
}

function toNumber(identifier: string, identifierType: string | undefined): string {
  return identifierType === undefined || /^https?:/i.test(identifier) ? identifier : `${identifierType} ${identifier}`;
}
