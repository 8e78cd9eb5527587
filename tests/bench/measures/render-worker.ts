import { parentPort, workerData } from 'node:worker_threads';
import { SaxesParser } from 'saxes';
import { create } from 'xmlbuilder2';
import { renderFormat } from '../../../src/formats/format.ts';
import { formats } from '../../../src/formats/index.ts';
import { parseRecord } from '../../../src/record/parse-record.ts';
import { renderElement, type XmlElement } from '../../../src/xml/element.ts';
import { median } from '../statistics.ts';

/** What a thread is to render, and by which way of the library. */
export interface RenderingWork {
  /** Records as JSON. */
  readonly lines: readonly string[];
  /** The library's documented builder, or the project's own use of it. */
  readonly way: 'builder' | 'element';
}

interface Tree {
  readonly name: string;
  readonly attributes?: Record<string, string>;
  readonly children: (Tree | string)[];
}

/** The tree of a record's oai_dc: everything up to the rendering itself is done before the clock runs. */
function toTree(line: string): Tree {
  const { id, metadata } = JSON.parse(line) as { id: string; metadata: unknown };
  const parsed = parseRecord(metadata);
  const format = formats.find(({ prefix }) => prefix === 'oai_dc');
  if (!parsed.ok || format === undefined) throw new Error(`The record ${id} could not be parsed.`);
  const root: Tree = { name: '', children: [] };
  const open = [root];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    const element: Tree = {
      name,
      ...(Object.keys(attributes).length === 0 ? {} : { attributes: { ...attributes } }),
      children: [],
    };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on('text', (text) => open.at(-1)!.children.push(text));
  parser.on('closetag', () => open.pop());
  parser.write(renderFormat(format, parsed.record, { identifier: `oai:repository.example.org:${id}` })).close();
  return root.children[0] as Tree;
}

type Builder = ReturnType<ReturnType<typeof create>['ele']>;

function renderWithBuilder(tree: Tree): string {
  const add = (parent: ReturnType<typeof create> | Builder, { name, attributes, children }: Tree): void => {
    const element = attributes === undefined ? parent.ele(name) : parent.ele(name, attributes);
    for (const child of children) {
      if (typeof child === 'string') element.txt(child);
      else add(element, child);
    }
  };
  const document = create();
  add(document, tree);
  return document.end({ headless: true });
}

const { lines, way } = workerData as RenderingWork;
const trees = lines.map(toTree);
const renderTree = way === 'builder' ? renderWithBuilder : (tree: Tree) => renderElement(tree as XmlElement);

const rates: number[] = [];
// The first rounds are for the compiler.
const roundMs = 1000;
const rounds = 5;
let at = 0;
for (let round = 0; round < rounds; round += 1) {
  const startedAt = performance.now();
  let done = 0;
  while (performance.now() - startedAt < roundMs) {
    for (let count = 0; count < 50; count += 1) {
      renderTree(trees[at % trees.length]!);
      at += 1;
    }
    done += 50;
  }
  rates.push((done / (performance.now() - startedAt)) * 1000);
}
parentPort?.postMessage(median(rates.slice(2)));
