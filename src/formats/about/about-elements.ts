import type { ArticleRecord } from '../../record/record.ts';
import type { XmlElement } from '../../xml/element.ts';
import { type Provenance, toProvenance } from './provenance.ts';
import { toRights } from './rights.ts';

/** What is said about records beside their metadata. */
export interface AboutOptions {
  /** The licence of the metadata where a record names none of its own: its address, its name or its text; null for none. */
  readonly metadataRights: string | null;
  /** Whether it is said where records were harvested from. */
  readonly provenance: boolean;
}

/**
 * What goes into the `about` containers of a record, one element into each (OAI-PMH 2.0 §2.5): provenance, then the rights of the metadata. Each at most once [B-01]
 * [B-04]. Pure and deterministic, and the same for every format.
 *
 * @param provenance null for a record of the repository's own
 */
export function toAboutElements(record: ArticleRecord, provenance: Provenance | null, options: AboutOptions): XmlElement[] {
  const rights = record.metadataRights ?? options.metadataRights;
  return [
    ...(options.provenance && provenance !== null ? [toProvenance(provenance)] : []),
    ...(rights === null ? [] : [toRights(rights)]),
  ];
}
