import type { XmlElement } from '../../support/xml-tree.ts';
import type { Driver } from '../../support/xsd.ts';

/** How renderings of one format are judged, beyond what holds for every format. */
export interface FormatCheck {
  /** The driver that validates whole answers in this format: one of the schemas' (`mods` for driver-mods.xsd) or the text of one; left out where no schema is at hand or it does not compile. */
  readonly driver?: Driver;
  /** The part of a rendering that the driver's schema knows; the whole rendering unless this says otherwise. */
  readonly toValidated?: (xml: string) => string;
  /** Fields that a record must have to be carried at all; the suite adds them to its records that lack them. */
  readonly needs?: Readonly<Record<string, unknown>>;
  /** What is wrong with one rendering by the rules of the format that no schema holds, one sentence each. */
  readonly listFaults?: (root: XmlElement) => readonly string[];
}
