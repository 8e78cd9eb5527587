import { dataciteCheck } from './datacite.ts';
import { didlCheck } from './didl.ts';
import type { FormatCheck } from './format-check.ts';
import { marc21Check } from './marc21.ts';
import { metsCheck } from './mets.ts';
import { modsCheck } from './mods.ts';
import { oaiDataciteCheck } from './oai-datacite.ts';
import { oaiDcCheck } from './oai-dc.ts';
import { oaiEtdmsCheck } from './oai-etdms.ts';
import { oaiOpenaireCheck } from './oai-openaire.ts';
import { oaiQdcCheck } from './oai-qdc.ts';
import { rdfCheck } from './rdf.ts';
import { rioxxCheck } from './rioxx.ts';
import { uketdDcCheck } from './uketd-dc.ts';

/** How each format is checked, by its prefix. */
export const formatChecks: Readonly<Record<string, FormatCheck>> = {
  oai_dc: oaiDcCheck,
  oai_qdc: oaiQdcCheck,
  mods: modsCheck,
  marc21: marc21Check,
  mets: metsCheck,
  datacite: dataciteCheck,
  oai_datacite: oaiDataciteCheck,
  oai_openaire: oaiOpenaireCheck,
  rioxx: rioxxCheck,
  uketd_dc: uketdDcCheck,
  oai_etdms: oaiEtdmsCheck,
  didl: didlCheck,
  rdf: rdfCheck,
};
