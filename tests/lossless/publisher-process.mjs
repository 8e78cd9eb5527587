// A publisher in a process of its own, to be killed: it publishes what is noted in DATABASE_URL, by a clock that steps back now and then.
import { setTimeout as sleep } from 'node:timers/promises';
import { formats } from '../../dist/formats/index.js';
import { noteChangedOutput } from '../../dist/publish/output-version.js';
import { startPublisher } from '../../dist/publish/publisher.js';
import { makeRenderer } from '../../dist/publish/renderer.js';
import { openPool } from '../../dist/storage/database.js';

const db = openPool({
  url: process.env.DATABASE_URL,
  poolSize: 2,
  prepared: true,
  pooled: false,
  statementTimeoutMs: 0,
  applicationName: 'lossless test publisher',
  onIdleError: () => {},
});
const identifierDomain = process.env.IDENTIFIER_DOMAIN;
const choice = {
  formats,
  eager: ['oai_dc'],
  openaireTerms: true,
  about: { metadataRights: null, provenance: false },
  formatOptions: { modules: [], readyXml: [], openaireTerms: true, enabled: null },
};
const renderer = makeRenderer({ ...choice, threads: 0, identifierDomain });
startPublisher({
  db,
  formats: choice,
  // Slow, so that it is most often killed with a batch in hand.
  renderer: { ...renderer, render: (...task) => sleep(Math.random() * 150).then(() => renderer.render(...task)) },
  // Anything from a minute behind to right.
  clockOffsetSeconds: () => (Math.random() < 0.5 ? 0 : -Math.floor(Math.random() * 60)),
  // The same after every kill, so that the next one need not wait until this one is taken for dead.
  name: 'lossless test',
  batchSize: Number(process.env.BATCH_SIZE),
  events: {
    elected: () => noteChangedOutput(db, { identifierDomain, formats: choice }),
    published() {},
    problem() {},
    failed() {},
  },
});
