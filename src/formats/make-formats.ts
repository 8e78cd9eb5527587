import { ProgramError } from '../errors.ts';
import { findNearestName } from '../nearest-name.ts';
import type { Format } from './format.ts';
import { type FormatNames, listFormatFaults } from './format-faults.ts';
import { formats as builtIn } from './index.ts';
import { loadFormatModules } from './load-format-modules.ts';
import { makeOaiDc } from './oai-dc.ts';
import { makeReadyXmlFormat } from './ready-xml.ts';

/** Which formats a repository has. Plain data, for threads are given it to make the same formats. */
export interface FormatOptions {
  /** Paths of modules that each export one format. */
  readonly modules: readonly string[];
  /** Formats of XML that is given with records. */
  readonly readyXml: readonly FormatNames[];
  /** Whether oai_dc has the info:eu-repo terms of OpenAIRE's guidelines. */
  readonly openaireTerms: boolean;
  /** The prefixes of those that are switched on; null for all. */
  readonly enabled: readonly string[] | null;
}

/** Those that write Dublin Core another way when it shall have no terms of OpenAIRE. */
const plainFormats: ReadonlyMap<string, Format> = new Map(
  [makeOaiDc({ openaireTerms: false })].map((format) => [format.prefix, format]),
);

/**
 * Makes the formats of a repository: the program's, in their order, then those of modules, then those of ready XML.
 *
 * @throws ProgramError SETTING_INVALID, FORMAT_PREFIX_TAKEN, or what `loadFormatModules` throws
 */
export async function makeFormats({ modules, readyXml, openaireTerms, enabled }: FormatOptions): Promise<readonly Format[]> {
  const programs = openaireTerms ? builtIn : builtIn.map((format) => plainFormats.get(format.prefix) ?? format);
  const formats = [...programs, ...(await loadFormatModules(modules)), ...readyXml.map(makeReadyXml)];
  assertPrefixesDiffer(formats);
  if (enabled === null) return formats;
  assertFormatsExist('OAI_FORMATS', enabled, formats);
  if (!enabled.includes('oai_dc')) {
    throw new ProgramError(
      'SETTING_INVALID',
      'OAI_FORMATS leaves out oai_dc, which every repository has to offer; add it to the list.',
    );
  }
  return formats.filter(({ prefix }) => enabled.includes(prefix));
}

/**
 * Holds the prefixes of a setting to the formats there are.
 *
 * @throws ProgramError SETTING_INVALID that names the nearest one
 */
export function assertFormatsExist(setting: string, prefixes: readonly string[], formats: readonly Format[]): void {
  const known = formats.map(({ prefix }) => prefix);
  const unknown = prefixes.find((prefix) => !known.includes(prefix));
  if (unknown === undefined) return;
  const near = findNearestName(unknown, known);
  throw new ProgramError(
    'SETTING_INVALID',
    `${setting} has ${JSON.stringify(unknown)}, which is no format of this repository${near === null ? '.' : `; did you mean ${near}?`} There are: ${known.join(', ')}.`,
  );
}

function makeReadyXml(names: FormatNames): Format {
  const faults = listFormatFaults(names);
  if (faults.length === 0) return makeReadyXmlFormat(names);
  throw new ProgramError('SETTING_INVALID', `OAI_READY_XML_FORMATS has a format that cannot be offered: ${faults.join('; ')}.`);
}

function assertPrefixesDiffer(formats: readonly Format[]): void {
  const seen = new Set<string>();
  for (const { prefix } of formats) {
    if (seen.has(prefix)) {
      const whose = builtIn.some((format) => format.prefix === prefix) ? 'a format of the program' : 'another format of your own';
      throw new ProgramError('FORMAT_PREFIX_TAKEN', `The prefix ${prefix} of a format of your own is that of ${whose}.`);
    }
    seen.add(prefix);
  }
}
