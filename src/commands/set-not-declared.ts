import { ProgramError } from '../errors.ts';
import { findNearestName } from '../nearest-name.ts';
import type { Queryable } from '../storage/database.ts';

const mostCompared = 1_000;

/** The error for a set that is not declared, with the one that may be meant. */
export async function toNotDeclared(db: Queryable, setSpec: string): Promise<ProgramError> {
  const { listDeclaredSpecs } = await import('../storage/sets.ts');
  const nearest = findNearestName(setSpec, await listDeclaredSpecs(db, mostCompared));
  const suggestion = nearest === null ? '' : ` Do you mean ${nearest}?`;
  return new ProgramError('SET_NOT_DECLARED', `No set ${JSON.stringify(setSpec)} is declared.${suggestion}`);
}
