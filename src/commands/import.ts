import { ProgramError } from '../errors.ts';
import { type ImportResult, importRecords, type LineNote } from '../ingest/import.ts';
import { type ImportFile, openImportFile } from '../ingest/import-file.ts';
import { readJsonLines } from '../ingest/readers/json-lines.ts';
import { makeRecordWriter, type RecordWriter } from '../ingest/record-writer.ts';
import type { CommandContext, CommandDefinition, ExitCode } from './command.ts';
import { countOf } from './count-of.ts';
import { makeImportNotes } from './import-notes.ts';
import { makeProgress } from './progress.ts';
import { withDatabase } from './with-database.ts';

/** `import`: JSON Lines into the table `records`. */
export const importCommand: CommandDefinition = {
  name: 'import',
  summary: 'import records from JSON Lines',
  description:
    'Reads one JSON object a line: {"id": "…", "metadata": {…}, "sets": ["…"], "visibility": "public", "deleted": false}. ' +
    'Only id and metadata are needed. Beside these, "provenance": {…} tells where the record was harvested from (docs/formats.md), ' +
    'and "readyXml": {"prefix": "<…>"} gives it as ready XML in further formats. "deleted": true deletes the record. A record that exists is replaced whole, its sets too. ' +
    'Bad lines are reported and left out, good ones go in. Importing the same file again changes nothing.',
  arguments: [{ name: 'file', help: 'a file of JSON Lines in UTF-8, or - for standard input' }],
  options: [
    { flags: '--dry-run', help: 'check every line and write nothing; needs no database' },
    { flags: '--json', help: 'print the result as one JSON object' },
    { flags: '--errors <file>', help: 'write every bad line to this file as JSON Lines: line, id, reason' },
  ],
  examples: [
    { line: 'import records.jsonl', help: 'Imports a file.' },
    { line: 'import --dry-run records.jsonl', help: 'Tells what is wrong with it and touches nothing.' },
    { line: 'import - < records.jsonl', help: 'Reads standard input.' },
  ],
  exitCodes: {
    0: 'every line went in, which is not to say that every record could be published: `problems` lists those that could not',
    1: 'a line was bad, or the import could not be finished',
  },
  run: async (context) => {
    // The file comes first: a mistyped name needs no database to be told.
    const file = openImportFile({ path: context.arguments.file!, stdin: context.stdin, signal: context.signal });
    if (context.options.dryRun === true) return runImport(context, file, null);
    return withDatabase(context, (db) => runImport(context, file, makeRecordWriter(db)), {
      purpose: 'import',
      tables: 'migrate',
    });
  },
};

/** Imports a file and reports; the exit code says whether all of it went in. */
async function runImport(context: CommandContext, file: ImportFile, writer: RecordWriter | null): Promise<ExitCode> {
  const { stderr, now, options, signal } = context;
  const progress = makeProgress({ stream: stderr, totalBytes: file.totalBytes, now });
  let lines = 0;
  try {
    const errorsFile = typeof options.errors === 'string' ? options.errors : null;
    if (errorsFile !== null && file.isAt(errorsFile)) {
      throw new ProgramError(
        'OUTPUT_FILE_UNWRITABLE',
        `${JSON.stringify(errorsFile)} cannot be written: it is the file to import.`,
      );
    }
    const notes = makeImportNotes({ writeLine: progress.writeLine, errorsFile });
    const result = await importRecords({
      entries: readJsonLines(file.chunks),
      readyXmlPrefixes: context.config.readyXmlFormats.map(({ prefix }) => prefix),
      writer,
      signal,
      onBadLine: notes.onBadLine,
      onWarning: notes.onWarning,
      onProgress: (line) => {
        lines = line;
        progress.update({ records: line, bytes: file.bytesRead() });
      },
    }).finally(() => {
      progress.stop();
      notes.close();
    });
    if (result.lastLine === 0 && !result.stopped) stderr.write('warning: the file is empty\n');
    context.stdout.write(options.json === true ? renderJson(result, notes.firstBadLines, writer) : renderText(result, writer));
    return result.badLines === 0 && !result.stopped ? 0 : 1;
  } catch (error) {
    progress.stop();
    if (lines > 0 && writer !== null)
      stderr.write(`stopped after reading ${countOf(lines, 'line')}; what was written until then stays\n`);
    throw error;
  }
}

function renderJson(result: ImportResult, badLinesShown: readonly LineNote[], writer: RecordWriter | null): string {
  const { inserted, ...rest } = result;
  return `${JSON.stringify({ ...rest, new: inserted, dryRun: writer === null, firstBadLines: badLinesShown })}\n`;
}

function renderText(result: ImportResult, writer: RecordWriter | null): string {
  const { records, inserted, changed, unchanged, deleted, repeated, notThere, badLines, lastLine, stopped } = result;
  const bad = countOf(badLines, 'bad line');
  const lines = stopped ? [`stopped after line ${lastLine}; import the file again to do the rest`] : [];
  if (writer === null)
    return `${[...lines, `checked: ${countOf(records, 'good record')}, ${bad}; nothing was written`].join('\n')}\n`;
  const counts = [`${inserted} new`, `${changed} changed`, `${unchanged} unchanged`, `${deleted} deleted`];
  if (repeated > 0) counts.push(`${repeated} repeated`);
  if (notThere > 0) counts.push(`${notThere} not there`);
  lines.push(`imported ${countOf(records, 'record')}: ${counts.join(', ')}; ${bad}`);
  if (badLines > 0)
    lines.push(
      'next: correct the bad lines and import the file again; records that are the same already are left alone, others are replaced',
    );
  if (inserted + changed + deleted > 0) {
    lines.push(
      'next: a running server publishes them at once (`oai-pmh-server status` shows how far it is); `oai-pmh-server publish` does it without one',
    );
  }
  return `${lines.join('\n')}\n`;
}
