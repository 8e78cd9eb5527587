import { ProgramError } from '../errors.ts';
import { isSetSpec, toSetSpec } from '../sets/set-spec.ts';

/** @throws ProgramError SET_SPEC_ILLEGAL, with the legal spelling where there is one */
export function assertSetSpec(setSpec: string): void {
  if (isSetSpec(setSpec)) return;
  const legal = toSetSpec(setSpec);
  const suggestion = legal === null ? '' : ` ${JSON.stringify(legal)} would be.`;
  throw new ProgramError('SET_SPEC_ILLEGAL', `${JSON.stringify(setSpec)} is not a legal setSpec.${suggestion}`);
}

// As the table `sets` has them.
const longestName = 1_000;
const longestDescription = 4_000;

/** @throws ProgramError OPTION_INVALID for a blank or endless name, or an endless description */
export function assertSetTexts({ name, description }: { readonly name?: string; readonly description?: string | null }): void {
  if (name?.trim() === '') throw new ProgramError('OPTION_INVALID', '--name must not be blank.');
  if (name !== undefined) assertLength('--name', name, longestName);
  if (typeof description === 'string') assertLength('--description', description, longestDescription);
}

function assertLength(option: string, text: string, longest: number): void {
  const { length } = [...text];
  if (length <= longest) return;
  throw new ProgramError('OPTION_INVALID', `${option} has ${length} characters; it may have no more than ${longest}.`);
}
