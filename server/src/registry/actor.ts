/** Who changes the registry, for the audit trail and `created_by`; org 0 is the programme itself. */
export interface Actor {
  readonly org: number;
  readonly name: string;
}

/** The programme itself, where nobody asked. */
export const programme: Actor = { org: 0, name: 'tocsin' };
