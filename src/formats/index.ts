import { datacite } from './datacite.ts';
import { didl } from './didl.ts';
import type { Format } from './format.ts';
import { marc21 } from './marc21.ts';
import { mets } from './mets.ts';
import { mods } from './mods.ts';
import { oaiDatacite } from './oai-datacite.ts';
import { oaiDc } from './oai-dc.ts';
import { oaiEtdms } from './oai-etdms.ts';
import { oaiOpenaire } from './oai-openaire.ts';
import { oaiQdc } from './oai-qdc.ts';
import { rdf } from './rdf.ts';
import { rioxx } from './rioxx.ts';
import { uketdDc } from './uketd-dc.ts';

/** Every metadata format of the repository, in the order in which ListMetadataFormats names them (§4.4). */
export const formats: readonly Format[] = [
  oaiDc,
  oaiQdc,
  mods,
  marc21,
  mets,
  datacite,
  oaiDatacite,
  oaiOpenaire,
  rioxx,
  uketdDc,
  oaiEtdms,
  didl,
  rdf,
];
