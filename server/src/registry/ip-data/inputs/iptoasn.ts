import { rangeToPrefixes } from '../address-range.ts';
import { parseIp, type IpAddress } from '../ip-address.ts';
import { makeRecord, readAsn, type LineReader, type Outcome } from './record.ts';

// range_start <tab> range_end <tab> AS_number <tab> country_code <tab> AS_description, from iptoasn.com: v4, v6, combined,
// and the variant whose addresses are decimal numbers. The country is that of the AS.

function readEnd(text: string): IpAddress | undefined {
  if (!/^[0-9]{1,10}$/.test(text)) return parseIp(text);
  const value = Number(text);
  return value < 2 ** 32 ? { version: 4, value } : undefined;
}

function read(line: string): Outcome {
  const [start, end, asnText, country, name] = line.split('\t');
  if (start === undefined || end === undefined || asnText === undefined || country === undefined) return 'columns';
  const first = readEnd(start);
  const last = readEnd(end);
  if (first === undefined || last === undefined) return 'bad_prefix';
  const asn = readAsn(asnText);
  if (asn === 0) return 'not_routed';
  const prefixes = rangeToPrefixes(first, last);
  return prefixes === undefined ? 'bad_range' : makeRecord(prefixes, [asn], country, name ?? '');
}

/** Reads the tables of iptoasn.com. */
export function iptoasnReader(): LineReader {
  return { read };
}
