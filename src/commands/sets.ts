import type { CommandGroup } from './command.ts';
import { setsAddCommand } from './sets-add.ts';
import { setsChangeCommand } from './sets-change.ts';
import { setsListCommand } from './sets-list.ts';
import { setsPreviewCommand } from './sets-preview.ts';
import { setsRemoveCommand } from './sets-remove.ts';

/** `sets`: the sets that harvesters may ask for. */
export const setsCommand: CommandGroup = {
  name: 'sets',
  summary: 'list, declare and change sets, and try their rules',
  description:
    'Sets are what harvesters may ask for instead of the whole repository. Records come into them by naming them in records.sets, or by a rule. `sets` alone lists them; docs/sets.md tells all about them.',
  commands: [setsListCommand, setsAddCommand, setsChangeCommand, setsRemoveCommand, setsPreviewCommand],
};
