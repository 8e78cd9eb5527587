import { readdirSync, readFileSync } from 'node:fs';

// Linux counts processor time in hundredths of a second for everybody, whatever the kernel's own clock.
const tickMs = 10;

interface ProcessStat {
  readonly parent: number;
  /** Its own, and that of its children that have ended. */
  readonly cpuMs: number;
}

function readStat(pid: number): ProcessStat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program stands in parentheses and may have blanks in it.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = [11, 12, 13, 14].reduce((sum, index) => sum + Number(fields[index]), 0);
    return { parent: Number(fields[1]), cpuMs: ticks * tickMs };
  } catch {
    return null;
  }
}

/** A process and everything that descends from it; empty where there is no /proc. */
export function listProcessTree(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const other of listProcesses()) {
    const parent = readStat(other)?.parent;
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), other]);
  }
  const tree = readStat(pid) === null ? [] : [pid];
  for (let at = 0; at < tree.length; at += 1) tree.push(...(children.get(tree[at]!) ?? []));
  return tree;
}

function listProcesses(): number[] {
  try {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}

/** Milliseconds of processor time that a process and its descendants have used so far; null where that cannot be known. */
export function readCpuMs(pid: number | null): number | null {
  if (pid === null) return null;
  const stats = listProcessTree(pid).flatMap((each) => readStat(each) ?? []);
  return stats.length === 0 ? null : stats.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
}

/** Resident megabytes of each process of a tree, the greatest ones they ever had or those of now; empty where that cannot be known. */
export function listResidentMegabytes(pid: number, field: 'VmHWM' | 'VmRSS'): number[] {
  return listProcessTree(pid).flatMap((each) => {
    try {
      const kilobytes = new RegExp(`^${field}:\\s*(\\d+) kB`, 'm').exec(readFileSync(`/proc/${each}/status`, 'utf8'))?.[1];
      return kilobytes === undefined ? [] : [(Number(kilobytes) * 1024) / 1e6];
    } catch {
      return [];
    }
  });
}

/** The process that a process descends from; null where that cannot be known. */
export function findParent(pid: number): number | null {
  return readStat(pid)?.parent ?? null;
}
