/** One object version in the list of an org. */
export interface Entry {
  /** Row id of the version. */
  readonly row: number;
  /** STIX id. */
  readonly id: string;
  readonly type: string;
  readonly specVersion: string;
  /** `modified`, else `created`, as given; else the one version that all SCOs have. */
  readonly version: string;
  /** When it came into the org's list: unique, ascending in the order of commits, six fraction digits, `…Z`. */
  readonly dateAdded: string;
  /** The object exactly as it came: JSON text. */
  readonly body: string;
  /** The org that released it. */
  readonly owner: number;
  /** The rule by which the reader's org has it. */
  readonly rule: string;
}

/** One change of objects in the log, as streams and webhooks send it. */
export type ObjectChange = Published | Tombstone;

export interface Published extends Entry {
  readonly kind: 'published' | 'updated';
  readonly seq: number;
  /** `released`, or why it came later: `late_member`, `group`, `embargo`, `terms`, `registry`. */
  readonly reason: string;
}

/** An entry that was taken back: id, version and reason, no body. */
export interface Tombstone {
  readonly kind: 'withdrawn';
  readonly seq: number;
  readonly id: string;
  readonly version: string;
  readonly reason: string;
  /** When it was taken back, in the order of `dateAdded` of entries. */
  readonly dateAdded: string;
}

/** Versions of TAXII 2.1 section 3.4.1 `match[version]`: any of those named. */
export interface VersionFilter {
  readonly first?: boolean;
  readonly last?: boolean;
  readonly all?: boolean;
  /** Exact versions, in any spelling of the instant. */
  readonly at?: readonly string[];
}

/** All that are given must hold; within one, any value. Absent: no condition, but for versions: the last. */
export interface EntryFilters {
  readonly ids?: readonly string[];
  readonly types?: readonly string[];
  readonly specVersions?: readonly string[];
  readonly versions?: VersionFilter;
}

export interface EntryQuery {
  /** 0, the programme's intelligence, unless told. */
  readonly collection?: number;
  /** Only what was added strictly after this `dateAdded` (or any RFC 3339 instant): `added_after`, and the place to go on from. */
  readonly after?: string;
  readonly limit: number;
  readonly filters?: EntryFilters;
}

export interface Page<T> {
  readonly entries: readonly T[];
  /** True: the same question with `after` set to `last` gives more. */
  readonly more: boolean;
  /** Place of the last row that was looked at: of the last entry, or beyond it where the decision held one back. */
  readonly last?: string;
}
