import { readCidr } from '../prefix.ts';
import { makeRecord, type LineReader, type Outcome } from './record.ts';

function read(line: string): Outcome {
  const [text, country, more] = line.split('\t');
  if (text === undefined || country === undefined || more !== undefined) return 'columns';
  const prefix = readCidr(text);
  if (typeof prefix === 'string') return prefix;
  return country.trim() === '' ? 'bad_country' : makeRecord([prefix], [], country);
}

/** Reads lists of `prefix <tab> country code`. */
export function countryPrefixReader(): LineReader {
  return { read };
}
