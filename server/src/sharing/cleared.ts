// Not exported: no other module can name the brand, so that none can write a value that carries it.
declare const cleared: unique symbol;

/** A body that decide() let through for one viewer. Every sink takes this and nothing else, so that a leak is a type error. */
export type Cleared<T> = T & { readonly [cleared]: true };
