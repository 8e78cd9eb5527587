import { type ServerProcess, startServerProcess, type TestEnvironment } from './server-process.ts';
import { waitUntil } from './wait-until.ts';

/** A `serve --workers` of several processes. */
export interface ServerWithWorkers extends ServerProcess {
  /** The processes that serve now, in the order in which they came. */
  listWorkers(): number[];
  /** The worker that was the last to begin publishing. */
  findPublishing(): number | null;
}

/** Starts it and waits until all its workers serve. */
export async function startWithWorkers(env: TestEnvironment, workers = 2): Promise<ServerWithWorkers> {
  const server = await startServerProcess({ OAI_WORKERS: String(workers), ...env });
  const listNumbers = (pattern: RegExp) => [...server.log().matchAll(pattern)].map(([, number]) => Number(number));
  const listWorkers = () => listNumbers(/"msg":"Worker (\d+) serves\."/g).filter(isAlive);
  const findPublishing = () => listNumbers(/"name":"worker (\d+)","msg":"This server publishes\."/g).at(-1) ?? null;
  if (env.OAI_PUBLISH !== 'no') await waitUntil('a worker publishes', () => findPublishing() !== null);
  return { ...server, listWorkers, findPublishing };
}

/** Whether there is a process of that number. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
