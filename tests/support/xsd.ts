import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describeWhen } from './describe-when.ts';
import { sharedDir } from './shared-dir.ts';

/** A document to validate, and what to call it in a complaint. */
export interface NamedXml {
  readonly name: string;
  readonly xml: string;
}

/** The schema to start from: a driver among the schemas by its name, or the text of one, which names others by their public addresses. */
export type Driver = string | { readonly text: string };

const schemas = path.join(sharedDir, 'schemas');

// Loading a schema costs far more than checking one answer, and a command line has its limits.
const documentsPerProcess = 500;

// xmllint: 0 all valid, 1 not well-formed, 3 not valid, 4 valid or not: that depends on the version.
const answeredExitCodes = [0, 1, 3, 4];

/** Whether xmllint and the schemas are at hand. */
export const schemasAvailable =
  existsSync(path.join(schemas, 'driver-oai.xsd')) && spawnSync('xmllint', ['--version']).error === undefined;

/** As `describe`, for tests that validate against the XML schemas: skipped, with the reason in the name, where they cannot. */
export const needsSchemas = describeWhen(schemasAvailable, `needs xmllint and the schemas in ${path.relative('.', schemas)}`);

/**
 * Validates documents against the schemas of a driver (`oai` for whole answers with oai_dc), offline.
 *
 * @returns one line per fault, starting with the document's name; empty when all are valid
 */
export function validateXml(documents: readonly NamedXml[], driver: Driver = 'oai'): string[] {
  const folder = mkdtempSync(path.join(tmpdir(), 'oai-pmh-xsd-'));
  try {
    const schema = typeof driver === 'string' ? path.join(schemas, `driver-${driver}.xsd`) : path.join(folder, 'driver.xsd');
    if (typeof driver !== 'string') writeFileSync(schema, driver.text);
    const faults: string[] = [];
    for (let start = 0; start < documents.length; start += documentsPerProcess) {
      faults.push(...validateBatch(documents.slice(start, start + documentsPerProcess), schema, folder));
    }
    return faults;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function validateBatch(documents: readonly NamedXml[], schema: string, folder: string): string[] {
  const files = documents.map((_, index) => `${index}.xml`);
  for (const [index, { xml }] of documents.entries()) writeFileSync(path.join(folder, `${index}.xml`), xml);
  const args = ['--nonet', '--noout', '--schema', schema, ...files];
  const result = spawnSync('xmllint', args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, XML_CATALOG_FILES: path.join(schemas, 'catalog.xml') },
  });
  if (result.error !== undefined || result.status === null || !answeredExitCodes.includes(result.status)) {
    throw new Error(`xmllint failed (exit code ${result.status}): ${result.stderr}`, { cause: result.error });
  }
  return readVerdicts(documents, result.stderr);
}

/** Reads xmllint's output: `0.xml:3: fault`, then `0.xml validates` or `0.xml fails to validate`. */
function readVerdicts(documents: readonly NamedXml[], output: string): string[] {
  const lines = output.split('\n');
  return documents.flatMap(({ name }, index) => {
    if (lines.includes(`${index}.xml validates`)) return [];
    const own = lines.filter((line) => line.startsWith(`${index}.xml:`)).map((line) => line.slice(`${index}.xml:`.length).trim());
    return (own.length > 0 ? own : ['xmllint gave no verdict']).map((fault) => `${name}: ${fault}`);
  });
}
