/**
 * The syntax tree of a STIX pattern (STIX 2.1 section 9). Chains of one operator are flat lists, so that a long pattern
 * does not become a deep tree; parentheses are kept only where they change what binds. `at` is an offset into the text, in
 * UTF-16 units; it takes no part in what a pattern means.
 */

/** Section 9.2. Integers are 64-bit and so exact; of a timestamp both the text and the instant are kept. */
export type Literal =
  | { readonly kind: 'string'; readonly value: string; readonly at: number }
  | { readonly kind: 'integer'; readonly value: bigint; readonly at: number }
  | { readonly kind: 'float'; readonly text: string; readonly value: number; readonly at: number }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly at: number }
  /** `value` is lower-case hexadecimal. */
  | { readonly kind: 'hex'; readonly value: string; readonly at: number }
  /** `value` is Base64 as written. */
  | { readonly kind: 'binary'; readonly value: string; readonly at: number }
  | Timestamp;

/** `value` is RFC 3339 text as written. */
export interface Timestamp {
  readonly kind: 'timestamp';
  readonly value: string;
  readonly at: number;
}

/** A step of an object path: a property or dictionary key, an index into a list, or any element of it (section 9.7). */
export type PathStep =
  | { readonly kind: 'key'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'any' };

export interface ObjectPath {
  readonly objectType: string;
  readonly steps: readonly PathStep[];
  readonly at: number;
}

export type EqualityOperator = '=' | '!=';
export type OrderOperator = '<' | '<=' | '>' | '>=';
export type TextOperator = 'LIKE' | 'MATCHES' | 'ISSUBSET' | 'ISSUPERSET';

interface Test {
  readonly kind: 'test';
  readonly path: ObjectPath;
  readonly negated: boolean;
  readonly at: number;
}

/** One comparison expression (section 9.6): an object path, an operator, and what it is compared with. */
export type PropertyTest = Test &
  (
    | { readonly operator: EqualityOperator | OrderOperator | TextOperator; readonly value: Literal }
    | { readonly operator: 'IN'; readonly values: readonly Literal[] }
    | { readonly operator: 'EXISTS' }
  );

export type Comparison =
  PropertyTest | { readonly kind: 'and' | 'or'; readonly operands: readonly Comparison[]; readonly at: number };

/** Section 9.5.1. `seconds` is the number as written; WITHIN takes fractions too. */
export type Qualifier =
  | { readonly kind: 'within'; readonly seconds: string; readonly at: number }
  | { readonly kind: 'repeats'; readonly times: number; readonly at: number }
  | { readonly kind: 'start_stop'; readonly start: Timestamp; readonly stop: Timestamp; readonly at: number };

/** An observation expression (section 9.5). */
export type Observation =
  | { readonly kind: 'observation'; readonly comparison: Comparison; readonly at: number }
  | {
      readonly kind: 'and' | 'or' | 'followedby';
      readonly operands: readonly Observation[];
      readonly at: number;
    }
  | {
      readonly kind: 'qualified';
      readonly expression: Observation;
      readonly qualifiers: readonly Qualifier[];
      readonly at: number;
    };
