import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

/** A name for a publisher that no other has: machine, process, and chance, since a machine uses the numbers of its processes again. */
export function makePublisherName(): string {
  return `${hostname()}:${process.pid}:${randomBytes(4).toString('hex')}`;
}
