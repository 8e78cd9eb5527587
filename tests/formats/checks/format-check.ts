import type { XmlElement } from '../../support/xml-tree.ts';

/** How renderings of one format are judged, beyond what holds for every format. */
export interface FormatCheck {
  /** The driver among the schemas that validates whole answers in this format (`mods` for driver-mods.xsd); left out where no schema is at hand or it does not compile. */
  readonly driver?: string;
  /** What is wrong with one rendering by the rules of the format that no schema holds, one sentence each. */
  readonly listFaults?: (root: XmlElement) => readonly string[];
}
