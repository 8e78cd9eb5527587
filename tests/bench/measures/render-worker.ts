import { parentPort, workerData } from 'node:worker_threads';
import { SaxesParser } from 'saxes';
import { create } from 'xmlbuilder2';
import { renderFormat } from '../../../src/formats/format.ts';
import { formats } from '../../../src/formats/index.ts';
import { toRenderPlan } from '../../../src/publish/format-choice.ts';
import { type RenderContext, renderRecord } from '../../../src/publish/render-record.ts';
import { parseRecord } from '../../../src/record/parse-record.ts';
import type { StoredRecord } from '../../../src/storage/records.ts';
import { median } from '../statistics.ts';
import { makeFormatRenderings } from './format-renderings.ts';

/**
 * The library's documented builder from trees that are ready; its nodes alone, in one document, from the same; what publishing does with a record, from JSON to
 * bytes and digests; or, where it names a format, what showing a record in that needs, from JSON to XML.
 */
export type RenderingWay = 'builder' | 'nodes' | 'record' | { readonly prefix: string };

/** What a thread is to render, and in which way. */
export interface RenderingWork {
  /** Records as JSON. */
  readonly lines: readonly string[];
  readonly way: RenderingWay;
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

type XmlNode = ReturnType<typeof create>['node'];
type XmlDocument = NonNullable<XmlNode['ownerDocument']>;

const shared = create();
const document = shared.node as unknown as XmlDocument;

function renderWithNodes(tree: Tree): string {
  const toNode = ({ name, attributes = {}, children }: Tree): XmlNode => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    for (const child of children) node.appendChild(typeof child === 'string' ? document.createTextNode(child) : toNode(child));
    return node;
  };
  const root = toNode(tree);
  document.appendChild(root);
  const xml = shared.toString({ headless: true });
  document.removeChild(root);
  return xml;
}

const context: RenderContext = {
  ...toRenderPlan({ formats, eager: ['oai_dc'], about: { metadataRights: null, provenance: false } }),
  identifierDomain: 'repository.example.org',
  datestamp: '2026-01-01T00:00:00Z',
  fullForm: false,
};

function toStored(line: string): StoredRecord {
  const { id, metadata, sets = [] } = JSON.parse(line) as { id: string; metadata: unknown; sets?: string[] };
  const visibility = 'public';
  return { id, metadata: Buffer.from(JSON.stringify(metadata)), sets, visibility, readyXml: null, provenance: null };
}

/** Prepares what needs no clock, and gives what renders one record after the other. */
function prepare({ lines, way }: RenderingWork): (() => unknown)[] {
  if (typeof way === 'object') return makeFormatRenderings(lines, way.prefix);
  if (way === 'record') return lines.map(toStored).map((stored) => () => renderRecord(stored, context));
  const render = way === 'builder' ? renderWithBuilder : renderWithNodes;
  return lines.map(toTree).map((tree) => () => render(tree));
}

type Work = ReturnType<typeof prepare>;

/** Records a second, by the median of rounds of a second each. */
function measureSteadily(work: Work): number {
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
        work[at % work.length]!();
        at += 1;
      }
      done += 50;
    }
    rates.push((done / (performance.now() - startedAt)) * 1000);
  }
  return median(rates.slice(2));
}

/** Records a second in the best of three rounds, each of all the work. */
function measureBest(work: Work): number {
  const rates = [1, 2, 3].map(() => {
    const startedAt = performance.now();
    for (const render of work) render();
    return (work.length / (performance.now() - startedAt)) * 1000;
  });
  return Math.max(...rates);
}

const given = workerData as RenderingWork;
const work = prepare(given);
parentPort?.postMessage(typeof given.way === 'object' ? measureBest(work) : measureSteadily(work));
