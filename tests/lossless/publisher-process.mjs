// A publisher in a process of its own, to be killed: it publishes what is noted in DATABASE_URL, by a clock that steps back now and then.
import { setTimeout as sleep } from 'node:timers/promises';
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
const renderer = makeRenderer({ threads: 0, identifierDomain: process.env.IDENTIFIER_DOMAIN });
startPublisher({
  db,
  // Slow, so that it is most often killed with a batch in hand.
  renderer: { ...renderer, render: (...task) => sleep(Math.random() * 150).then(() => renderer.render(...task)) },
  // Anything from a minute behind to right.
  clockOffsetSeconds: () => (Math.random() < 0.5 ? 0 : -Math.floor(Math.random() * 60)),
  // The same after every kill, so that the next one need not wait until this one is taken for dead.
  name: 'lossless test',
  batchSize: Number(process.env.BATCH_SIZE),
  events: { elected() {}, published() {}, problem() {}, failed() {} },
});
