import { parseDocument } from 'yaml';
import { z } from 'zod';
import { findNearestName } from '../nearest-name.ts';
import type { InnerFault, Parsed, SettingType } from './setting-types.ts';

/** The schema of an object with these fields and no others. */
export function fields<Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> {
  const names = Object.keys(shape).join(', ');
  const error = (issue: { readonly code?: string }) => (issue.code === 'unrecognized_keys' ? names : `an object with ${names}`);
  return z.strictObject(shape, { error });
}

/** The schema of a list, for which a single item may stand. */
export function listOf<Item extends z.ZodType>(item: Item): z.ZodType<z.output<Item>[]> {
  return z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(item));
}

export interface NestedOptions {
  /** What is allowed, as it follows "must be". */
  readonly allowed: string;
  /** Whether text that does not start like a YAML list or object is taken as it is; otherwise all text is YAML. */
  readonly plainText?: true;
}

/**
 * A setting that is an object or a list with something inside: as such in the YAML file, as YAML or JSON in the environment. The schema judges it once what is
 * blank has been dropped; where nothing is left there is no value. An `error` of the schema completes the sentence "it must be …".
 */
export function nestedSetting<T>(schema: z.ZodType<T>, { allowed, plainText }: NestedOptions): SettingType<T | null> {
  const parseNested = (value: unknown): Parsed<T | null> => {
    const given = dropBlanks(value);
    if (given === undefined) return { ok: true, value: null };
    const result = schema.safeParse(given);
    if (result.success) return { ok: true, value: result.data };
    return { ok: false, inside: result.error.issues.flatMap((issue) => toInnerFaults(issue, given)) };
  };
  return {
    allowed,
    parseNested,
    parse: (text) => {
      if (plainText && !/^[[{"'-]/.test(text)) return parseNested(text);
      const document = parseDocument(text);
      const [error] = document.errors;
      if (error !== undefined) return { ok: false, because: `it is not YAML: ${error.message.split(/[\n.]/)[0]}` };
      return parseNested(document.toJS());
    },
    toText: (value) => (value === null ? '' : JSON.stringify(value)),
  };
}

/** Deeper than any setting is; so that nothing can exhaust the stack. */
const deepest = 10;

function dropBlanks(value: unknown, depth = 0): unknown {
  if (value === null || (typeof value === 'string' && value.trim() === '')) return undefined;
  if (typeof value === 'string') return value.trim();
  if (typeof value !== 'object' || depth > deepest) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => dropBlanks(item, depth + 1)).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  const fields = Object.entries(value).map(([key, field]) => [key, dropBlanks(field, depth + 1)] as const);
  const kept = fields.filter(([, field]) => field !== undefined);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function toInnerFaults(issue: z.core.$ZodIssue, given: unknown): InnerFault[] {
  const { path, found } = follow(issue.path, given);
  if (issue.code !== 'unrecognized_keys') {
    return [{ path, says: `is ${found === undefined ? 'missing' : describe(found)}; it must be ${issue.message}.` }];
  }
  return issue.keys.map((key) => {
    const near = findNearestName(key, issue.message.split(', '));
    const hint = near === null ? `there may be ${issue.message}.` : `did you mean ${near}?`;
    return { path: `${path}.${key}`, says: `is not known; ${hint}` };
  });
}

/** The place in what was given: where a single value or a text stands for a list or an object, the path goes no further. */
function follow(parts: readonly PropertyKey[], given: unknown): { readonly path: string; readonly found: unknown } {
  let path = '';
  let found = given;
  for (const part of parts) {
    if (typeof part === 'number') {
      if (!Array.isArray(found)) continue;
      path += `[${part}]`;
      found = found[part];
    } else if (typeof found === 'object' && found !== null && !Array.isArray(found)) {
      path += `.${String(part)}`;
      found = (found as Readonly<Record<PropertyKey, unknown>>)[part];
    }
  }
  return { path, found };
}

function describe(value: unknown): string {
  if (typeof value === 'object') return Array.isArray(value) ? 'a list' : 'an object';
  const text = JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
