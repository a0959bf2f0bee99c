import type { EventOut, SubscriptionFilter } from '@tocsin/api';
import { tlpLevels, type Tlp } from '@tocsin/api/nation.ts';

/** The strictest level whose bodies a channel carries. RED goes to people alone, AMBER+STRICT never by mail, which others can read. */
const carries = { webhook: 'amber+strict', mail: 'amber' } as const satisfies Record<string, Tlp>;

// tlpLevels begins with the strictest; what is no level counts as stricter than all.
const looseness = (level: string): number => tlpLevels.indexOf(level as Tlp);

/** Whether a body of this level may leave by a channel, and lies under the ceiling that the subscriber set. */
export function mayCarry(channel: keyof typeof carries, ceiling: Tlp | undefined, level: string): boolean {
  return (
    looseness(level) >= looseness(carries[channel]) && (ceiling === undefined || looseness(level) >= looseness(ceiling))
  );
}

/** Whether one of the wanted words is the value; without any, everything is wanted. */
function among(wanted: readonly string[] | undefined, value: string | null): boolean {
  if (wanted === undefined) return true;
  return value !== null && wanted.some((word) => word.toLowerCase() === value.toLowerCase());
}

/** Whether a subscriber wants an event; its level is judged by {@link mayCarry}. */
export function wantsEvent(
  filter: SubscriptionFilter,
  event: Pick<EventOut, 'family' | 'class' | 'country' | 'severity'>,
): boolean {
  return (
    among(filter.families, event.family) &&
    among(filter.classes, event.class) &&
    among(filter.nations, event.country) &&
    among(filter.severities, event.severity)
  );
}

/** Whether a subscriber wants an object of a STIX type. */
export function wantsObject(filter: SubscriptionFilter, type: string): boolean {
  return among(filter.types, type);
}
