/** The lowest id that an event of this time can have: ids begin with 48 bits of event time in ms (ingest/identity.ts). */
export function lowestEventId(time: Date): string {
  const hex = Math.max(0, time.getTime()).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

/** The event time that an id begins with. */
export function timeOfEventId(id: string): Date {
  return new Date(parseInt(id.slice(0, 8) + id.slice(9, 13), 16));
}
