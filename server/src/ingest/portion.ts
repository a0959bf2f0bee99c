import type { EventReason } from '#sharing/index.ts';
import type { FilterReason } from './filter.ts';

/** A record that is held, with all that is needed to read, correct and replay it. */
export interface HeldRecord {
  readonly record: number;
  readonly line: number;
  readonly reason: string;
  readonly detail: string;
  readonly raw: Uint8Array;
  readonly truncated: boolean;
  readonly header: Uint8Array | null;
}

/** A record that was filtered, as an example beside its count. */
export interface FilteredSample {
  readonly record: number;
  readonly line: number;
  readonly raw: string;
}

export type FilteredCounts = Partial<Record<FilterReason, { count: number; samples: FilteredSample[] }>>;

/** How the enriched fields came about. Equal keys are the same row of `enrichment`. */
export interface EnrichmentMethods {
  readonly key: string;
  readonly snapshot: number | null;
  readonly methods: Readonly<Record<string, string>>;
}

export interface NewRoute {
  readonly key: string;
  readonly reasons: readonly EventReason[];
  readonly audience: readonly number[];
}

/** Names that a portion uses and whose ids its worker did not know; `patches` says where the ids belong. */
export interface Unknown<T> {
  readonly items: readonly T[];
  /** Pairs: offset in `rows`, index in `items`. */
  readonly patches: Uint32Array;
}

/**
 * What a worker made of some records: encoded rows, ready to be stored, and the outcomes of the rest. All of it can be
 * transferred between threads.
 */
export interface Portion {
  readonly id: number;
  /** Rows of binary COPY for the columns of `event`, without header and trailer. */
  readonly rows: Uint8Array<ArrayBuffer>;
  readonly count: number;
  /** Records that repeat an earlier one of the same body: duplicates that need not reach the database. */
  readonly repeated: number;
  /** Days of event time that the rows touch, 'YYYY-MM-DD', ascending. */
  readonly days: readonly string[];
  /** Latest event time in milliseconds, 0 when there is no row. */
  readonly latest: number;
  readonly families: Unknown<string>;
  /** Where the low 20 bits of a host id take the family's id. */
  readonly hosts: Uint32Array;
  readonly routes: Unknown<NewRoute>;
  readonly enrichments: Unknown<EnrichmentMethods>;
  readonly filtered: FilteredCounts;
  readonly held: readonly HeldRecord[];
  readonly heldBytes: number;
}

/** Ids that the database gave to names; the workers learn them. */
export interface Learned {
  readonly families: readonly (readonly [string, number])[];
  readonly routes: readonly (readonly [string, { readonly id: number; readonly audience: number }])[];
  readonly enrichments: readonly (readonly [string, number])[];
}

/** Offset of a route's id from that of its audience: the two columns stand side by side. */
export const ROUTE_AFTER_AUDIENCE = 8;

/** Writes the ids into the rows. The maps must know every unknown item. */
export function patchPortion(
  portion: Portion,
  ids: {
    family(name: string): number;
    route(key: string): { readonly id: number; readonly audience: number };
    enrichment(key: string): number;
  },
): void {
  const view = new DataView(portion.rows.buffer, portion.rows.byteOffset, portion.rows.byteLength);
  const each = <T>({ items, patches }: Unknown<T>, write: (offset: number, item: T) => void): void => {
    for (let at = 0; at < patches.length; at += 2) {
      const item = items[patches[at + 1] ?? 0];
      if (item !== undefined) write(patches[at] ?? 0, item);
    }
  };
  each(portion.families, (offset, name) => view.setInt32(offset, ids.family(name)));
  each({ items: portion.families.items, patches: portion.hosts }, (offset, name) => {
    const family = ids.family(name);
    view.setUint8(offset + 13, (view.getUint8(offset + 13) & 0xf0) | ((family >>> 16) & 0x0f));
    view.setUint16(offset + 14, family & 0xffff);
  });
  each(portion.routes, (offset, { key }) => {
    const { id, audience } = ids.route(key);
    view.setInt32(offset, audience);
    view.setInt32(offset + ROUTE_AFTER_AUDIENCE, id);
  });
  each(portion.enrichments, (offset, { key }) => view.setInt32(offset, ids.enrichment(key)));
}
