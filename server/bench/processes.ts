import { readdirSync, readFileSync, writeFileSync } from 'node:fs';

/** CPU time that a process and its threads have used, in milliseconds (Linux: /proc/PID/stat, 100 ticks a second). */
export function cpuMs(pid: number): number {
  const fields = statFields(pid);
  return fields === undefined ? 0 : (Number(fields[11]) + Number(fields[12])) * 10;
}

function statFields(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The second field is the program's name in brackets, which may hold anything.
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/** The process and everything that it started, directly or not. */
export function processTree(root: number): number[] {
  const parents = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    const parent = Number.isInteger(pid) ? statFields(pid)?.[1] : undefined;
    if (parent !== undefined) parents.set(Number(parent), [...(parents.get(Number(parent)) ?? []), pid]);
  }
  const tree = [root];
  for (let at = 0; at < tree.length; at++) tree.push(...(parents.get(tree[at] ?? 0) ?? []));
  return tree;
}

/** CPU time of the whole tree; what ended children used counts with their parent. */
export function treeCpuMs(root: number): number {
  return processTree(root).reduce((sum, pid) => {
    const fields = statFields(pid);
    return fields === undefined
      ? sum
      : sum + (Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14])) * 10;
  }, 0);
}

/** Forgets the peak of memory so far. */
export function resetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}

/** Peak resident memory of one process since the last reset, in MB. */
export function peakRssMb(pid: number): number {
  const line = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'));
  return Math.round(Number(line?.[1] ?? 0) / 1024);
}

/** CPU time of each process of a tree and of each thread of its root, in milliseconds, by title and id: where the time went. */
export function processCpu(root: number): Map<string, number> {
  const spent = new Map<string, number>();
  for (const tid of readdirSync(`/proc/${root}/task`)) {
    const text = readFileSync(`/proc/${root}/task/${tid}/stat`, 'latin1');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    spent.set(
      `thread ${text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'))} ${tid}`,
      (Number(fields[11]) + Number(fields[12])) * 10,
    );
  }
  for (const pid of processTree(root).slice(1)) {
    try {
      spent.set(
        `${readFileSync(`/proc/${pid}/cmdline`, 'latin1').replaceAll('\0', ' ').trim().slice(0, 60)} ${pid}`,
        cpuMs(pid),
      );
    } catch {
      // It has just ended.
    }
  }
  return spent;
}

/** What was spent between two readings, the dearest first; nothing below 20 ms. */
export function spentSince(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): Record<string, number> {
  const spent = [...after].map(([name, ms]) => [name, ms - (before.get(name) ?? 0)] as const);
  return Object.fromEntries(spent.filter(([, ms]) => ms >= 20).sort((a, b) => b[1] - a[1]));
}
