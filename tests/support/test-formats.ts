import { formats } from '../../src/formats/index.ts';
import type { FormatChoice } from '../../src/publish/format-choice.ts';
import { makeRenderer, type Renderer } from '../../src/publish/renderer.ts';
import { testDomain } from './test-app.ts';

/** All formats, of which oai_dc is rendered when records are published: as a server has them where its settings say nothing. */
export const testFormats = {
  formats,
  eager: ['oai_dc'],
  openaireTerms: true,
  about: { metadataRights: null, provenance: false },
  formatOptions: { modules: [], readyXml: [], openaireTerms: true, enabled: null },
};

/** A renderer on the calling thread. */
export function makeTestRenderer(choice: FormatChoice = testFormats): Renderer {
  return makeRenderer({ ...testFormats, ...choice, threads: 0, identifierDomain: testDomain });
}
