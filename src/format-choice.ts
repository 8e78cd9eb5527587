import type { Config } from './config.ts';
import type { FormatOptions } from './formats/make-formats.ts';
import { makeFormats } from './formats/make-formats.ts';
import type { FormatChoice } from './publish/format-choice.ts';

/** The formats of a repository, and what they are made of. */
export interface ChosenFormats extends FormatChoice {
  readonly formatOptions: FormatOptions;
}

/** Makes the formats that the settings choose. */
export async function chooseFormats({ metadataRights, aboutProvenance }: Config): Promise<ChosenFormats> {
  const formatOptions: FormatOptions = { modules: [], readyXml: [], openaireTerms: true, enabled: null };
  return {
    formatOptions,
    formats: await makeFormats(formatOptions),
    eager: ['oai_dc'],
    about: { metadataRights, provenance: aboutProvenance },
  };
}
