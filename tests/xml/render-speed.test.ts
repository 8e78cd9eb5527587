import { expect, test } from 'vitest';
import { element, renderElement } from '../../src/xml/element.ts';

/** The least time of several rounds, in milliseconds: what the work costs when nothing else runs. */
function measure(work: () => void): number {
  const rounds = Array.from({ length: 15 }, () => {
    const started = performance.now();
    for (let count = 0; count < 100; count++) work();
    return performance.now() - started;
  });
  return Math.min(...rounds);
}

// Against JSON.stringify of the same tree, so that the machine does not matter: about as long is usual, and 30 times when the library makes every tag anew.
test('tags that were made before are not made again', () => {
  const children = Array.from({ length: 20 }, (_, index) => element('dc:title', { 'xml:lang': 'en' }, `Title number ${index}`));
  const tree = element('oai_dc:dc', { 'xmlns:dc': 'http://purl.org/dc/elements/1.1/' }, ...children);
  const ratio = measure(() => renderElement(tree)) / measure(() => JSON.stringify(tree));
  expect(ratio).toBeLessThan(4);
});
