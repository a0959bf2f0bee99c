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

/** CPU time of each thread of a process, in milliseconds, by name and id: where the time went. */
export function threadCpu(pid: number): Record<string, number> {
  const threads: Record<string, number> = {};
  for (const tid of readdirSync(`/proc/${pid}/task`)) {
    const text = readFileSync(`/proc/${pid}/task/${tid}/stat`, 'latin1');
    const name = text.slice(text.indexOf('(') + 1, text.lastIndexOf(')'));
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    threads[`${name} ${tid}`] = (Number(fields[11]) + Number(fields[12])) * 10;
  }
  return threads;
}
