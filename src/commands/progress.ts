import { SingleBar } from 'cli-progress';

/** The state of a long piece of work, shown to a person who waits. */
export interface Progress {
  /** Tells how far the work is. */
  update(state: { readonly records: number; readonly bytes: number }): void;
  /** Writes a line above the progress. */
  writeLine(line: string): void;
  /** Takes the progress off the screen. */
  stop(): void;
}

export interface ProgressOptions {
  readonly stream: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /** The bytes there will be, or null where nobody knows: then only the count and the rate are shown. */
  readonly totalBytes: number | null;
  readonly now: () => Date;
}

/** Makes a progress bar on a terminal; elsewhere nothing is shown but the lines. */
export function makeProgress({ stream, totalBytes, now }: ProgressOptions): Progress {
  const writeLine = (line: string): void => {
    stream.write(`${line}\n`);
  };
  if (stream.isTTY !== true) return { update: () => {}, writeLine, stop: () => {} };
  const count = '{records} records, {rate}/s';
  const format = totalBytes === null ? count : `{bar} {percentage}% | ${count} | {left} left`;
  const bar = new SingleBar({ stream, format, hideCursor: true, clearOnComplete: true, barsize: 30, fps: 10 });
  const start = now().getTime();
  bar.start(totalBytes ?? 1, 0, { records: 0, rate: 0, left: '?' });
  return {
    update: ({ records, bytes }) => {
      const seconds = Math.max(0.001, (now().getTime() - start) / 1000);
      const done = totalBytes === null ? 0 : Math.min(bytes, totalBytes);
      // Our own estimate: the bar's looks at the last ten updates, and ours come by the thousand a second.
      const left = totalBytes === null || done === 0 ? '?' : toClock((seconds * (totalBytes - done)) / done);
      bar.update(done, { records, rate: Math.round(records / seconds), left });
    },
    // The bar draws itself again below the line.
    writeLine: (line) => writeLine(`\r\u001B[K${line}`),
    stop: () => bar.stop(),
  };
}

function toClock(seconds: number): string {
  const whole = Math.ceil(seconds);
  const minutes = String(Math.floor(whole / 60) % 60).padStart(2, '0');
  return `${Math.floor(whole / 3600)}:${minutes}:${String(whole % 60).padStart(2, '0')}`;
}
