import type { AccessLevel } from '../record/vocabulary.ts';

/** Who may read the thing, in COAR's words for people; `parseRecord` understands them too. */
export const accessWords: Readonly<Record<AccessLevel, string>> = {
  open: 'open access',
  embargoed: 'embargoed access',
  restricted: 'restricted access',
  'metadata only': 'metadata only access',
};
