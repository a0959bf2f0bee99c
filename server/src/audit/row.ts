/** What is recorded of one act. */
export interface AuditRow {
  readonly at: Date;
  /** The org that acted; 0: the programme itself. */
  readonly org: number;
  /** Name of the person or token. */
  readonly actor: string;
  readonly action: string;
  /** What it was done to: `token/7`, or the route of a read. */
  readonly subject: string;
  readonly detail?: object;
  /** Where it came from; left out where nobody asked from outside. */
  readonly address?: string;
}

/** A row of a read, with what says whose data it was: kept until it is sealed, never shown. */
export interface ReadRow extends AuditRow {
  readonly routes?: ReadonlyMap<number, number>;
  readonly owners?: ReadonlyMap<number, number>;
}

/** That a channel handed changes to an org. */
export interface Delivery {
  readonly org: number;
  readonly at: Date;
  readonly channel: string;
  readonly subject: 'events' | 'objects';
  readonly epoch: number;
  readonly first: number;
  readonly last: number;
  readonly items: number;
  /** SHA-256 of the ids, each followed by a line feed, as 64 hexadecimal digits: see {@link digestOfIds}. */
  readonly digest: string;
  /** The ids themselves, where not all changes of the range were handed over. */
  readonly ids?: readonly string[];
}
