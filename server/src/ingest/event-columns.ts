/** The columns of `event` in the order in which rows are encoded; name and type also make the staging table. */
export const eventColumns = [
  ['day', 'date'],
  ['id', 'uuid'],
  ['time', 'timestamptz'],
  ['portion', 'int8'],
  ['source', 'int4'],
  ['audience', 'int4'],
  ['route', 'int4'],
  ['enrichment', 'int4'],
  ['family', 'int4'],
  ['flags', 'int4'],
  ['port', 'int4'],
  ['dst_port', 'int4'],
  ['asn', 'int8'],
  ['host', 'uuid'],
  ['class', 'text'],
  ['country', 'text'],
  ['protocol', 'text'],
  ['severity', 'text'],
  ['sector', 'text'],
  ['address', 'inet'],
  ['prefix', 'cidr'],
  ['dst_address', 'inet'],
  ['domain', 'text'],
  ['url', 'text'],
  ['given', 'text'],
] as const;

/** Bits of `event.flags`. */
export const flags = {
  /** Many customers share the address. */
  shared: 1,
  /** … and the source gave no port: the customer cannot be told. */
  portMissing: 2,
  /** A mere observation: it opens no host and no episode. */
  observation: 4,
} as const;
