import type { JsonObject } from '@tocsin/stix';

/** An object to store: valid, and the text that it came in. */
export interface NewObject {
  /** The JSON text, kept as it is. */
  readonly body: string;
  /** What `parseJson` of @tocsin/stix made of it; `validateObject` found nothing. */
  readonly value: JsonObject;
}

/**
 * What became of one object:
 * `stored`; `duplicate`: it was there already, word for word in meaning, which is no error; `conflict`: the same id and
 * version are there with other content, and stay; `revoked`: an earlier version revoked it, which is final (STIX 2.1
 * section 3.6).
 */
export type ObjectOutcome = 'stored' | 'duplicate' | 'conflict' | 'revoked';

export interface StoredObject {
  readonly id: string;
  /** As in entries: `modified`, else `created`, else the one version of SCOs. */
  readonly version: string;
  readonly outcome: ObjectOutcome;
  /** Row id of the version that is there now; absent for `revoked`. */
  readonly row?: number;
}
