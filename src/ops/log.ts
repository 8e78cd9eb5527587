import { type Logger, type LoggerOptions, pino } from 'pino';
import pretty from 'pino-pretty';
import type { LogLevel } from '../config/setting.ts';

/** The program's log. Context comes first, the sentence second: `log.info({ records: 60 }, 'published')`. */
export type Log = Logger;

export interface LogOptions {
  readonly level: LogLevel;
  /** `auto` writes text for people on a terminal and JSON lines everywhere else. */
  readonly format: 'auto' | 'json' | 'text';
  /** Where the log goes: standard error, so that standard output keeps to results. */
  readonly destination: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

// What may stand in an error or a request and must never reach a log.
const hidden = ['password', '*.password', 'connectionString', '*.connectionString', 'headers.authorization', 'headers.cookie'];

/** Makes the log: JSON lines with the time in ISO 8601 and the level by name, or text in colour when it is for a terminal. */
export function makeLog({ level, format, destination }: LogOptions): Log {
  const text = format === 'text' || (format === 'auto' && destination.isTTY === true);
  const options: LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    redact: { paths: hidden, censor: '(hidden)' },
  };
  if (!text) return pino(options, destination);
  // A stream of this thread, not a transport: a worker could die with the last and most telling lines.
  const stream = pretty({
    destination,
    colorize: destination.isTTY === true,
    translateTime: 'SYS:HH:MM:ss',
    ignore: 'pid,hostname',
    sync: true,
  });
  return pino({ ...options }, stream);
}
