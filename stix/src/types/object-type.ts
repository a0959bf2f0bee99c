import type { Properties } from '../kinds/kind.ts';
import type { Shape } from '../kinds/record.ts';

export type Category = 'sdo' | 'sro' | 'sco' | 'meta';

/** A type of STIX objects, as its section of the specification describes it. */
export interface ObjectType extends Shape {
  readonly type: string;
  readonly category: Category;
  /** Section of STIX 2.1, and the place in the OASIS text (`specificationUrl`). */
  readonly section: string;
  readonly anchor: string;
  /** Required by 2.1 alone: may be missing from objects of STIX 2.0. */
  readonly since21?: readonly string[];
  /** Extensions that the specification itself defines for the type. */
  readonly extensions?: Properties;
  /** Properties that make a deterministic identifier (section 2.9); none: the identifier is random. */
  readonly contributing?: readonly string[];
  /** Properties that name the object in a list, the best first. Default: name. */
  readonly naming?: readonly string[];
}

const TEXT = 'https://docs.oasis-open.org/cti/stix/v2.1/os/stix-v2.1-os.html';

/** Where the specification describes the type. */
export const specificationUrl = ({ anchor }: ObjectType): string => `${TEXT}#_${anchor}`;

export const sdo = (
  type: string,
  section: string,
  anchor: string,
  shape: Omit<ObjectType, 'type' | 'category' | 'section' | 'anchor'>,
): ObjectType => ({
  type,
  category: 'sdo',
  section,
  anchor,
  ...shape,
});

export const sco = (
  type: string,
  section: string,
  anchor: string,
  shape: Omit<ObjectType, 'type' | 'category' | 'section' | 'anchor'>,
): ObjectType => ({
  type,
  category: 'sco',
  section,
  anchor,
  ...shape,
});
