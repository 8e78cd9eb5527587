import { filePaths, formatNames, metadataPrefixes } from './format-setting-types.ts';
import type { Setting, SettingValues } from './setting.ts';
import { orNothing, yesOrNo } from './setting-types.ts';

type FormatKey = 'formats' | 'eagerFormats' | 'formatModules' | 'readyXmlFormats' | 'openaireTerms';

/** The settings of metadata formats: a group of the table of settings. */
export const formatSettings: { readonly [Key in FormatKey]: Setting<SettingValues[Key]> } = {
  formats: {
    name: 'OAI_FORMATS',
    group: 'Formats',
    type: orNothing(metadataPrefixes),
    fallback: () => null,
    fallbackText: 'all that there are, your own among them',
    help: 'The metadata formats that are offered, by metadataPrefix: all of [formats.md](formats.md), and those of the two settings below. `oai_dc` has to be among them. A format that is left out is no longer known to harvesters (`cannotDisseminateFormat`).',
  },
  eagerFormats: {
    name: 'OAI_EAGER_FORMATS',
    group: 'Formats',
    type: metadataPrefixes,
    fallback: () => ['oai_dc'],
    help: 'The formats in which records are rendered when they are published. The others are rendered when somebody first asks for them, and kept. Name a format here that is harvested all the time; each takes room in the database and time when records are published. `oai_dc` is always rendered then.',
  },
  formatModules: {
    name: 'OAI_FORMAT_MODULES',
    group: 'Formats',
    type: filePaths,
    fallback: () => [],
    fallbackText: 'none',
    help: 'JavaScript modules (.mjs or .js) that each export one format of your own: paths, from the folder the program is started in or absolute (a list in the YAML file). Their code runs within the program, so name none that you do not trust. See [formats.md](formats.md#a-format-of-your-own).',
  },
  readyXmlFormats: {
    name: 'OAI_READY_XML_FORMATS',
    group: 'Formats',
    type: formatNames,
    fallback: () => [],
    fallbackText: 'none',
    help: 'Formats in which records bring their own XML: for each its metadataPrefix, namespace and URL of the schema (a list in the YAML file). Records that bring none are not in the format. See [formats.md](formats.md#a-format-of-your-own).',
  },
  openaireTerms: {
    name: 'OAI_OPENAIRE_TERMS',
    group: 'Formats',
    type: yesOrNo,
    fallback: () => true,
    help: 'Whether `oai_dc` has the terms that start with `info:eu-repo/`, which OpenAIRE’s guidelines for literature (version 3) and BASE read: type, version, access, embargo, grants and classifications.',
  },
};
