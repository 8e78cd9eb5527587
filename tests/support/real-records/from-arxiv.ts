import type { RealRecord } from './real-record.ts';

/** One line of arXiv's own database, read out as JSON. */
interface ArxivLine {
  readonly paper_id: string;
  readonly created: string;
  readonly updated: string;
  readonly title: string;
  readonly authors: string;
  readonly abs_categories: string;
  readonly comments: string | null;
  readonly report_num: string | null;
  readonly msc_class: string | null;
  readonly acm_class: string | null;
  readonly journal_ref: string | null;
  readonly doi: string | null;
  readonly abstract: string;
  readonly license: string | null;
}

/** An article of arXiv in full form, with LaTeX in its texts as arXiv has them. */
export function fromArxiv(line: string): Omit<RealRecord, 'id'> & { readonly name: string } {
  const article = JSON.parse(line) as ArxivLine;
  const categories = article.abs_categories.split(' ');
  return {
    name: article.paper_id,
    metadata: {
      title: article.title,
      creators: splitAuthors(article.authors),
      descriptions: [
        article.abstract,
        article.comments === null ? null : { description: article.comments, descriptionType: 'Other' },
      ],
      subjects: [
        ...categories.map((category) => ({ subject: category, subjectScheme: 'arXiv' })),
        ...listClasses('MSC', article.msc_class),
        ...listClasses('ACM', article.acm_class),
      ],
      dates: [
        { date: article.created, dateType: 'Issued' },
        { date: article.updated, dateType: 'Updated' },
      ],
      type: 'Preprint',
      doi: article.doi,
      arxiv: article.paper_id,
      identifiers: article.report_num,
      url: `https://arxiv.org/abs/${article.paper_id}`,
      files: `https://arxiv.org/pdf/${article.paper_id}`,
      journal: article.journal_ref,
      license: article.license,
      accessRights: 'open',
    },
    sets: [...new Set(categories.map((category) => category.replace(/\..*/, '')))],
  };
}

/** "A. One (Here), B. Two and C. Three (1) ((1) There)" as three names; what stands in brackets are affiliations. */
function splitAuthors(authors: string): { readonly name: string }[] {
  const names = authors.replace(/\((?:[^()]|\([^()]*\))*\)/g, '').split(/,(?:\s+and\s)?|\s+and\s+/);
  return names.map((name) => ({ name }));
}

function listClasses(subjectScheme: string, classes: string | null) {
  return (classes?.split(/[;,]/) ?? []).map((subject) => ({ subject, subjectScheme }));
}
