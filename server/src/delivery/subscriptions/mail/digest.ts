import type { EventOut } from '@tocsin/api';
import type { Published } from '#intelligence/index.ts';
import { strictest, type Cleared } from '#sharing/index.ts';
import type { Tlp } from '@tocsin/api/nation.ts';
import type { Item } from '../items/item.ts';
import { levelOfObject } from '../items/object-level.ts';
import type { Wanted } from '../items/wanted.ts';

export interface EventLine {
  readonly time: string;
  readonly what: string;
  readonly severity: string | null;
  readonly address: string | null;
  readonly port: number | null;
  readonly asn: number | null;
  readonly country: string | null;
}

export interface ObjectLine {
  readonly id: string;
  readonly type: string;
  readonly name: string;
}

/** What a mail tells: counts of all, and the first few of each kind. */
export interface Digest {
  readonly events: number;
  readonly hosts: number;
  readonly families: readonly (readonly [name: string, events: number])[];
  readonly nations: readonly (readonly [name: string, events: number])[];
  readonly lines: readonly EventLine[];
  readonly objects: number;
  readonly objectLines: readonly ObjectLine[];
  readonly withdrawn: number;
  readonly withdrawnLines: readonly { readonly id: string; readonly reason: string }[];
  /** Bodies that are too strict for mail: only that they are there. */
  readonly mentions: number;
  /** The strictest level of what the mail holds; clear where it holds nothing. */
  readonly tlp: Tlp;
  /** Of what the mail names one by one. */
  readonly ids: readonly string[];
  readonly from: Date | null;
  readonly to: Date | null;
}

const mostLines = 25;
const mostNames = 10;

/** Gathers items into a digest; it holds no more than its lines, however many items there are. */
export function createDigest() {
  const families = new Map<string, number>();
  const nations = new Map<string, number>();
  const hosts = new Set<string>();
  const ids: string[] = [];
  const lines: EventLine[] = [];
  const objectLines: ObjectLine[] = [];
  const withdrawnLines: { id: string; reason: string }[] = [];
  const count = { events: 0, objects: 0, withdrawn: 0, mentions: 0 };
  let tlp: Tlp | undefined;
  let from: Date | null = null;
  let to: Date | null = null;

  const addEvent = (event: Cleared<EventOut>): void => {
    count.events += 1;
    const what = event.family ?? event.class;
    families.set(what, (families.get(what) ?? 0) + 1);
    if (event.country !== null) nations.set(event.country, (nations.get(event.country) ?? 0) + 1);
    if (event.host !== null) hosts.add(event.host);
    const { time, severity, address, port, asn, country } = event;
    tlp = strictest([...(tlp === undefined ? [] : [tlp]), event.tlp as Tlp]);
    if (lines.length >= mostLines) return;
    ids.push(event.id);
    lines.push({ time, what, severity, address, port, asn, country });
  };
  const addObject = ({ id, type, body }: Cleared<Published>): void => {
    count.objects += 1;
    tlp = strictest([...(tlp === undefined ? [] : [tlp]), levelOfObject(body)]);
    if (objectLines.length >= mostLines) return;
    ids.push(id);
    objectLines.push({ id, type, name: nameOf(body) ?? id });
  };

  return {
    add(item: Item, wanted: Wanted): void {
      if (wanted === 'nothing') return;
      from ??= item.at;
      to = item.at;
      if (wanted === 'mention') count.mentions += 1;
      else if (item.kind === 'event') addEvent(item.event);
      else if (item.kind === 'object') addObject(item.object);
      else {
        count.withdrawn += 1;
        const { id, reason } = item.tombstone;
        if (withdrawnLines.length >= mostLines) return;
        ids.push(id);
        withdrawnLines.push({ id, reason });
      }
    },
    size: (): number => count.events + count.objects + count.withdrawn + count.mentions,
    result: (): Digest => ({
      ...count,
      hosts: hosts.size,
      families: top(families),
      nations: top(nations),
      ids,
      lines,
      objectLines,
      withdrawnLines,
      tlp: tlp ?? 'clear',
      from,
      to,
    }),
  };
}

function top(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, mostNames);
}

function nameOf(body: string): string | undefined {
  const { name } = JSON.parse(body) as { name?: unknown };
  return typeof name === 'string' && name !== '' ? name : undefined;
}
