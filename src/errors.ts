/** A row of the table of errors. */
export interface ErrorRow {
  /** When it happens: a sentence for docs/errors.md. */
  readonly means: string;
  /** What to do about it: printed below the message, and in docs/errors.md. */
  readonly hint: string;
}

/**
 * The program's own errors: stable codes, each with what happened and what to do. docs/errors.md is made from this table, and a test
 * holds both to it. OAI-PMH errors are another matter: they are answers, and live in oai/errors.ts.
 */
export const errorCodes = {
  OPTION_INVALID: {
    means: 'An option of a command has a value that is not allowed.',
    hint: 'Give it a value that the message allows; `oai-pmh-server help` and the name of the command tell what its options do.',
  },
  SETTING_INVALID: {
    means: 'A setting has a value that is not allowed, or the settings file cannot be read or has a key that is not a setting.',
    hint: 'Correct the setting named in the message; `oai-pmh-server config` shows every setting and where its value came from.',
  },
  IDENTIFIER_DOMAIN_CHANGED: {
    means:
      'The records were published under another domain than the settings have now. To go on would give every record a new identifier.',
    hint: 'Set OAI_IDENTIFIER_DOMAIN as it was; the environment or the settings file may be missing here. If every record shall have a new identifier, stop the servers and run `oai-pmh-server publish --change-domain` once.',
  },
  FORMATS_DIFFER: {
    means:
      'The command would switch formats of a running server off or on, because its settings are not those of the server, or it is of another version.',
    hint: 'Run it with the settings of the server (OAI_FORMATS, OAI_FORMAT_MODULES, OAI_READY_XML_FORMATS; with OAI_CONFIG, the same file), or stop the server first.',
  },
  SET_SPEC_ILLEGAL: {
    means:
      'A setSpec has a character that OAI-PMH does not allow, an empty part or more than 256 characters. Letters and digits of English, and - _ . ! ~ * ( ) and the straight apostrophe are allowed, and : between a set and a part of it.',
    hint: 'Give the set the setSpec that the message suggests, or another legal one, and its full name with --name.',
  },
  SET_EXISTS: {
    means: 'A set of that setSpec is declared already.',
    hint: 'Change it with `oai-pmh-server sets change`, or choose another setSpec.',
  },
  SET_NOT_DECLARED: {
    means: 'No set of that setSpec is declared. Records may be in it all the same, when they name it.',
    hint: 'See the sets with `oai-pmh-server sets`; declare one with `oai-pmh-server sets add`.',
  },
  SET_RULE_INVALID: {
    means: 'The rule of a set cannot be read, has a variable, or is not a condition that holds for a record or does not.',
    hint: 'Write a condition such as $.accessRights == "open", between single quotes for the shell; docs/sets.md has rules to copy.',
  },
  RENDERING_FAILED: {
    means:
      'The threads that render records do not start: most often a format of your own has a module that cannot be loaded any more, or was replaced while the server runs. What was to be published waits. Or, of a request, they were ended over record after record, because a module does not come to an end.',
    hint: 'Correct the module (OAI_FORMAT_MODULES), raise its version if what it writes is another, and start the servers anew. Requests in formats that are rendered already are answered meanwhile.',
  },
  DATABASE_UNREACHABLE: {
    means: 'The PostgreSQL server named by DATABASE_URL does not answer, or refuses the user or the database name.',
    hint: 'Check that PostgreSQL runs and that DATABASE_URL has the right host, port, user, password and database.',
  },
  DATABASE_HELD: {
    means:
      'The embedded database did not get round to a command for half a minute: its connections take turns, and one has a transaction open, or a long statement.',
    hint: 'End that transaction, in psql for one, or run the command again when the server has less to do.',
  },
  READ_DATABASE_UNUSABLE: {
    means:
      'A database of OAI_READ_DATABASE_URL answers, but refuses the user, or is not a replica of the database of DATABASE_URL.',
    hint: 'Correct OAI_READ_DATABASE_URL: user, password, port and database of each URL. If the replica was made a moment ago, start again.',
  },
  DATABASE_POOLED: {
    means:
      'A pooler that hands one connection to several clients (PgBouncer with pool_mode = transaction) stands before PostgreSQL, and it does not keep prepared statements or session settings apart.',
    hint: 'Set OAI_PREPARED_STATEMENTS=no. With PgBouncer 1.21 or newer you may instead set max_prepared_statements above 0 and ignore_startup_parameters = statement_timeout there.',
  },
  DATABASE_LOST: {
    means: 'The connection to the database broke, or PostgreSQL ended a statement, while a command was at work.',
    hint: 'Run the command again when the database is back: every command may be repeated and goes on where it was.',
  },
  DATA_DIR_IN_USE: {
    means: 'Another process owns the folder of the embedded database. Two at once would destroy it.',
    hint: 'Stop the other process, or give this one another folder with OAI_DATA_DIR, or a PostgreSQL server with DATABASE_URL.',
  },
  DATA_DIR_EMPTY: {
    means: 'A command that only looks was to look into a folder without an embedded database.',
    hint: 'Run it in the folder the server was started in, or name the folder with OAI_DATA_DIR, or the database with DATABASE_URL.',
  },
  DATA_DIR_UNUSABLE: {
    means: 'The folder of the embedded database cannot be made, entered or written to, or the database in it does not open.',
    hint: 'Give a folder this user owns with OAI_DATA_DIR, or a PostgreSQL server with DATABASE_URL.',
  },
  DATABASE_FORBIDDEN: {
    means:
      'The user of DATABASE_URL may not do what the program has to do. Since PostgreSQL 15 only the owner of a database may create tables in its schema public.',
    hint: 'Make the user the owner of the database, or grant it what docs/operating.md says.',
  },
  DATABASE_OCCUPIED: {
    means: 'The database already has a table, not made by this program, of a name that the program needs.',
    hint: 'Use a database of its own, or a schema of its own by adding ?options=-csearch_path%3Doai to DATABASE_URL after `create schema oai`.',
  },
  DATABASE_TIMEOUT: {
    means: 'PostgreSQL gave up a statement at its time limit.',
    hint: 'Try again when the database is less busy, or raise OAI_STATEMENT_TIMEOUT_MS.',
  },
  DATABASE_NOT_MIGRATED: {
    means: 'The tables of the database are older than this version of the program needs.',
    hint: 'Run `oai-pmh-server migrate` with a user who may create tables.',
  },
  DATABASE_NEWER: {
    means: 'The tables of the database were made by a newer version of the program. Migrations only go forward.',
    hint: 'Run the newer version of the program, or restore the backup made before it was installed.',
  },
  MIGRATION_CHANGED: {
    means: 'A migration that was already applied to the database has other contents in this copy of the program.',
    hint: 'Install the program again from where you got it; if you edited a file in sql/, undo that and put the change in a new file.',
  },
  PORT_IN_USE: {
    means: 'The server cannot listen on the address: another program does, or this user may not.',
    hint: 'Choose another port with --port or PORT (0 takes any free one), or stop the program that uses it.',
  },
  HOST_UNUSABLE: {
    means: 'The server cannot listen on the address or name: it is none of this machine.',
    hint: 'Correct --host or OAI_HOST: 127.0.0.1 for this machine only, 0.0.0.0 or :: for the whole network.',
  },
  WORKERS_NEED_POSTGRESQL: {
    means: 'More than one worker was asked for, but the embedded database is one process and cannot be shared by several.',
    hint: 'Give a PostgreSQL server with DATABASE_URL, or leave --workers and OAI_WORKERS out.',
  },
  IMPORT_FILE_UNREADABLE: {
    means: 'The file to import is missing, is a folder, may not be read, or broke off while it was read.',
    hint: 'Check the path and its permissions, or pipe the data in and give - as the file.',
  },
  OUTPUT_FILE_UNWRITABLE: {
    means: 'The file for the bad lines of an import cannot be written.',
    hint: 'Give --errors a path in a folder that exists and may be written to.',
  },
  FORMAT_MODULE_UNLOADABLE: {
    means: 'A module of OAI_FORMAT_MODULES is missing, is no JavaScript that can be loaded, or failed while it was loaded.',
    hint: 'Correct the path, which counts from the folder the program was started in, or the module. One that has `export` in it is best named .mjs.',
  },
  FORMAT_MODULE_INVALID: {
    means: 'A module of OAI_FORMAT_MODULES was loaded, but does not export one format as docs/formats.md describes it.',
    hint: 'Correct what the message names; examples/formats has a module that works.',
  },
  FORMAT_PREFIX_TAKEN: {
    means: 'A format of your own has the metadataPrefix of a format of the program, or of another one of your own.',
    hint: 'Give it another prefix, such as that of its organisation in front: `example_mods`.',
  },
} as const satisfies Readonly<Record<string, ErrorRow>>;

export type ErrorCode = keyof typeof errorCodes;

/** An error a person can act on: a stable code, a sentence that says what happened, and a hint of what to do. */
export class ProgramError extends Error {
  readonly code: ErrorCode;

  /**
   * @param code the row of the table
   * @param message what happened, naming the record, file or setting
   * @param options the error that caused it, if there was one
   */
  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'ProgramError';
    this.code = code;
  }

  /** What the reader of the message can do about it. */
  get hint(): string {
    return errorCodes[this.code].hint;
  }
}

/** The hint of a program's error, to be logged with it; nothing for any other. */
export function toHint(error: unknown): { readonly hint?: string } {
  return error instanceof ProgramError ? { hint: error.hint } : {};
}
