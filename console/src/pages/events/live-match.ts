import type { EventFilter, EventOut } from '@tocsin/api';
import { none } from './filter.ts';

/** Whether a comma-separated filter takes a value; no filter takes all. */
function takes(filter: string | undefined, value: string | number | null): boolean {
  if (filter === undefined) return true;
  return filter.split(',').includes(value === null ? none : String(value));
}

/** A filter that only the server can judge (prefixes, free search): texts of the event that hold it count. */
function mentions(event: EventOut, text: string): boolean {
  const wanted = text
    .toLowerCase()
    .replace(/\/\d+$/, '')
    .replace(/^as(?=\d+$)/, '');
  const held = [event.address, event.prefix, event.family, event.domain, event.url, event.asn];
  return held.some((value) => value !== null && String(value).toLowerCase().includes(wanted));
}

/**
 * Whether an event that arrives live belongs to the list, so that it counts among the new ones. What is shown then is
 * asked of the server, whose word is final.
 */
export function fits(event: EventOut, filter: EventFilter, from: string): boolean {
  return (
    event.time >= from &&
    takes(filter.family, event.family) &&
    takes(filter.class, event.class) &&
    takes(filter.country, event.country) &&
    takes(filter.source, event.source) &&
    takes(filter.asn, event.asn) &&
    takes(filter.port, event.port) &&
    (filter.unrouted !== true || event.why.length === 0) &&
    [filter.q, filter.address, filter.domain].every((text) => text === undefined || mentions(event, text))
  );
}
