import type { Learned } from './portion.ts';

/** The ids that a thread knows of families, routes and enrichments. They never change, so that they can be kept. */
export interface KnownIds {
  readonly families: Map<string, number>;
  readonly routes: Map<string, { readonly id: number; readonly audience: number }>;
  readonly enrichments: Map<string, number>;
}

/** Route '' matched nobody: it is row 0 with audience 0 from the first migration. */
export function createKnownIds(): KnownIds {
  return { families: new Map(), routes: new Map([['', { id: 0, audience: 0 }]]), enrichments: new Map() };
}

export function learn(known: KnownIds, learned: Learned): void {
  for (const [name, id] of learned.families) known.families.set(name, id);
  for (const [key, route] of learned.routes) known.routes.set(key, route);
  for (const [key, id] of learned.enrichments) known.enrichments.set(key, id);
}
