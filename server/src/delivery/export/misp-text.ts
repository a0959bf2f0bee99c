import { groupEvents, heldTwice, toMispEvent, type MispSource } from '#intelligence/misp/index.ts';
import type { Marked } from './marked.ts';

/** Objects as what MISP events are made of. */
export const mispSource = ({ entry, value, level }: Marked): MispSource => ({
  id: entry.id,
  value,
  level,
  dateAdded: entry.dateAdded,
});

/** Objects as MISP events, in the form in which MISP gives and takes several. */
export function mispText(objects: readonly Marked[], publisher: string): string {
  const groups = groupEvents(objects.map(mispSource));
  const shared = heldTwice(groups);
  return `${JSON.stringify({ response: groups.map((group) => ({ Event: toMispEvent({ group, publisher, shared }) })) })}\n`;
}
