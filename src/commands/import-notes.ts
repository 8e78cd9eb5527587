import { closeSync, openSync, writeSync } from 'node:fs';
import { ProgramError } from '../errors.ts';
import type { LineNote } from '../ingest/import.ts';

const mostBadLines = 100;
const mostWarnings = 20;

/** After so many lines from the first on in which not even an id could be read, more of them tell nothing new. */
const enoughUnreadable = 20;

/** What an import says about lines: the first ones in words, all of them in a file where one is wanted. */
export interface ImportNotes {
  onBadLine(note: LineNote): void;
  onWarning(note: LineNote): void;
  /** The bad lines that were told in words. */
  readonly firstBadLines: readonly LineNote[];
  /** Tells how many more there were than were shown, and closes the file. */
  close(): void;
}

export interface ImportNotesOptions {
  readonly writeLine: (line: string) => void;
  /** Where every bad line goes as JSON Lines, or null. */
  readonly errorsFile: string | null;
}

/**
 * Opens the notes.
 * @throws ProgramError OUTPUT_FILE_UNWRITABLE
 */
export function makeImportNotes({ writeLine, errorsFile }: ImportNotesOptions): ImportNotes {
  const writeError = errorsFile === null ? null : openErrors(errorsFile);
  const firstBadLines: LineNote[] = [];
  let mostShown = mostBadLines;
  let badLines = 0;
  let warnings = 0;
  return {
    firstBadLines,
    onBadLine: (note) => {
      badLines += 1;
      writeError?.write(note);
      if (badLines > mostShown) return;
      firstBadLines.push(note);
      writeLine(`bad ${describe(note)}`);
      const fromTheFirst = badLines === enoughUnreadable && note.line === badLines;
      if (fromTheFirst && firstBadLines.every(({ id }) => id === null)) mostShown = enoughUnreadable;
    },
    onWarning: (note) => {
      warnings += 1;
      if (warnings <= mostWarnings) writeLine(`warning: ${describe(note)}`);
    },
    close: () => {
      if (badLines > mostShown)
        writeLine(`… and ${badLines - mostShown} more bad lines${errorsFile === null ? ' (--errors keeps all)' : ''}`);
      if (warnings > mostWarnings) writeLine(`… and ${warnings - mostWarnings} more warnings`);
      writeError?.close();
    },
  };
}

function describe({ line, id, reason }: LineNote): string {
  const text = `line ${line}${id === null || id === '' ? '' : ` (${id.slice(0, 100)})`}: ${reason}`;
  // What stands in a file must not drive the terminal.
  return text.replaceAll(/\p{Cc}+/gu, ' ');
}

function openErrors(path: string): { write(note: LineNote): void; close(): void } {
  const guard = <T>(work: () => T): T => {
    try {
      return work();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new ProgramError('OUTPUT_FILE_UNWRITABLE', `${JSON.stringify(path)} cannot be written: ${reason}.`, { cause: error });
    }
  };
  const file = guard(() => openSync(path, 'w'));
  return {
    write: (note) => {
      guard(() => writeSync(file, `${JSON.stringify(note)}\n`));
    },
    close: () => closeSync(file),
  };
}
