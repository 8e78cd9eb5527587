import { parseXml } from '../support/xml-tree.ts';
import { schemasAvailable, validateXml } from '../support/xsd.ts';
import type { FormatCheck } from './checks/format-check.ts';
import { formatChecks } from './checks/index.ts';
import { wrapRecords } from './render-sample.ts';

/** The check of a format. @throws Error where the format has none */
export function getFormatCheck(prefix: string) {
  const check = formatChecks[prefix];
  if (check === undefined) throw new Error(`tests/formats/checks has nothing for ${prefix}.`);
  return check;
}

/** Everything that is wrong with renderings in a format of the program. */
export function listRenderingFaults(prefix: string, renderings: readonly string[]): string[] {
  return listFaultsBy(getFormatCheck(prefix), renderings);
}

/** Everything that is wrong with renderings in one format, by its rules and, where the schemas are at hand, by its schema. */
export function listFaultsBy({ driver, toValidated, listFaults }: FormatCheck, renderings: readonly string[]): string[] {
  const byRules = renderings.flatMap((xml, index) =>
    listFaults === undefined ? [] : listFaults(parseXml(xml).root).map((fault) => `rendering ${index}: ${fault}`),
  );
  if (driver === undefined || !schemasAvailable || renderings.length === 0) return byRules;
  const documents = Array.from({ length: Math.ceil(renderings.length / 500) }, (_, index) => {
    const part = renderings.slice(index * 500, (index + 1) * 500);
    const xml = wrapRecords(toValidated === undefined ? part : part.map(toValidated));
    return { name: `from rendering ${index * 500}`, xml };
  });
  return [...byRules, ...validateXml(documents, driver)];
}
