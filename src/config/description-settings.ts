import { branding, eprintsPolicies, rightsStatements } from './nested-types.ts';
import type { SettingRows } from './setting.ts';
import { baseUrls, yesOrNo } from './setting-types.ts';

type DescriptionKey = 'eprintsPolicies' | 'friends' | 'branding' | 'rightsManifest' | 'toolkit';

/** The settings that become `description` elements of Identify. */
export const descriptionSettings: SettingRows<DescriptionKey> = {
  eprintsPolicies: {
    name: 'OAI_EPRINTS_POLICIES',
    group: 'Descriptions',
    type: eprintsPolicies,
    fallback: () => null,
    fallbackText: 'empty: no such description',
    help: 'What the repository holds and what may be done with it, for the `eprints` description: `content`, `metadataPolicy` (use of the harvested metadata), `dataPolicy` (use of the full texts), `submissionPolicy`, and `comment` for anything else. Aggregators and registries show these to people.',
  },
  friends: {
    name: 'OAI_FRIENDS',
    group: 'Descriptions',
    type: baseUrls,
    fallback: () => [],
    fallbackText: 'empty: no such description',
    help: 'The base URLs of other OAI-PMH repositories that whoever harvests this one may want to know, for the `friends` description: one or several, separated by commas or spaces (a list in the YAML file).',
  },
  branding: {
    name: 'OAI_BRANDING',
    group: 'Descriptions',
    type: branding,
    fallback: () => null,
    fallbackText: 'empty: no such description',
    help: 'The icon that stands for the repository where its records are shown, and style sheets that show its metadata, for the `branding` description. The icon should be a PNG or GIF, best of 88 by 31 pixels.',
  },
  rightsManifest: {
    name: 'OAI_RIGHTS_MANIFEST',
    group: 'Descriptions',
    type: rightsStatements,
    fallback: () => [],
    fallbackText: 'empty: no such description',
    help: 'All the licences that metadata of this repository come under, for the `rightsManifest` description: the URL or the text of each. It speaks of the metadata, not of the articles, and lets a harvester decide before it begins; it never takes the place of the rights that stand with each record.',
  },
  toolkit: {
    name: 'OAI_TOOLKIT',
    group: 'Descriptions',
    type: yesOrNo,
    fallback: () => false,
    help: 'Whether the `toolkit` description names this program and its version. No unless you ask for it, since its schema is kept by a third party: Identify can be validated only where that can be had.',
  },
};
