import { readPrefix } from '../prefix.ts';
import { makeRecord, readAsn, type LineReader, type Outcome } from './record.ts';

// prefix <tab> length <tab> origin, from CAIDA's Routeviews prefix-to-AS files. Several origins (MOAS) are joined by `_`,
// the members of an AS set (RFC 4271) by `,`. An event there concerns each of them, so all are kept.

function read(line: string): Outcome {
  const [address, length, origins, more] = line.split('\t');
  if (address === undefined || length === undefined || origins === undefined || more !== undefined) return 'columns';
  const prefix = readPrefix(address, length);
  if (typeof prefix === 'string') return prefix;
  const asns = origins.replace(/[{}]/g, '').split(/[_,]/).map(readAsn);
  return makeRecord([prefix], [...new Set(asns)], '');
}

/** Reads CAIDA's prefix-to-AS files, IPv4 and IPv6. */
export function caidaPfx2asReader(): LineReader {
  return { read };
}
