import type { Config } from './config.ts';
import { formats as programFormats } from './formats/index.ts';
import { assertFormatsExist, type FormatOptions, makeFormats } from './formats/make-formats.ts';
import type { FormatChoice } from './publish/format-choice.ts';

/** The formats of a repository, and what they are made of. */
export interface ChosenFormats extends FormatChoice {
  readonly formatOptions: FormatOptions;
}

const builtIn = new Set(programFormats.map(({ prefix }) => prefix));

/**
 * Makes the formats that the settings choose.
 *
 * @throws ProgramError as `makeFormats`
 */
export async function chooseFormats(config: Config): Promise<ChosenFormats> {
  const { eagerFormats, formatModules, readyXmlFormats, openaireTerms, metadataRights, aboutProvenance } = config;
  const formatOptions: FormatOptions = {
    ...{ modules: formatModules, readyXml: readyXmlFormats, openaireTerms, enabled: config.formats },
  };
  const all = await makeFormats({ ...formatOptions, enabled: null });
  const formats = await makeFormats(formatOptions);
  assertFormatsExist('OAI_EAGER_FORMATS', eagerFormats, all);
  // What the program does not know is rendered at once, so that a fault of it is seen when it is made and keeps nothing from being harvested.
  const own = formats.filter(({ prefix }) => !builtIn.has(prefix)).map(({ prefix }) => prefix);
  const eager = [...new Set([...eagerFormats, ...own])].filter((prefix) => formats.some((format) => format.prefix === prefix));
  return { formatOptions, formats, eager, openaireTerms, about: { metadataRights, provenance: aboutProvenance } };
}
