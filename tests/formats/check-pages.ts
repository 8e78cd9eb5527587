import { validateXml } from '../support/xsd.ts';
import { getFormatCheck, listRenderingFaults } from './check-renderings.ts';

/** What stands in the metadata elements of an answer, cut out as it is, as harvesters do. */
export function cutMetadata(page: string): string[] {
  return [...page.matchAll(/<metadata>(.*?)<\/metadata>/gs)].map(([, xml]) => xml!);
}

/** Everything that is wrong with an answer to ListRecords: as a whole by its schema, and each rendering by the rules of its format. */
export function listPageFaults(prefix: string, page: string): string[] {
  const { driver, toValidated } = getFormatCheck(prefix);
  // A format whose schema knows only a part of a rendering has that part validated by itself.
  const whole = driver === undefined || toValidated !== undefined ? [] : validateXml([{ name: 'the page', xml: page }], driver);
  return [...whole, ...listRenderingFaults(prefix, cutMetadata(page))];
}
