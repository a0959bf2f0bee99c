import { readCidr } from '../prefix.ts';
import { makeRecord, readAsn, type LineReader, type Outcome } from './record.ts';

// prefix/length <tab> AS number, with comments after `;`: the IPASN data files of pyasn.

function read(line: string): Outcome {
  const [text, asn, more] = line.split('\t');
  if (text === undefined || asn === undefined || more !== undefined) return 'columns';
  const prefix = readCidr(text);
  return typeof prefix === 'string' ? prefix : makeRecord([prefix], [readAsn(asn)], '');
}

/** Reads IPASN files of pyasn. */
export function pyasnReader(): LineReader {
  return { read };
}
