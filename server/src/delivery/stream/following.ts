import type { routes, QueryOf } from '@tocsin/api';

/** What a reader wants to follow. */
export interface Following {
  readonly events: boolean;
  readonly objects: boolean;
  /** STIX types of the objects wanted; absent: all. */
  readonly types?: readonly string[];
}

/** What a request asks to follow: events, unless it says objects, or all. */
export function followingOf({ of = 'events', type }: QueryOf<typeof routes.stream>): Following {
  return { events: of !== 'objects', objects: of !== 'events', ...(type !== undefined && { types: type.split(',') }) };
}
