import type { Constituency } from '@tocsin/api';
import { format, t } from '../../messages/index.ts';

/** A value as people read it: PL with its name, 64500 as AS64500. */
export function valueText({ kind, value }: Pick<Constituency, 'kind' | 'value'>): string {
  if (kind === 'nation') return `${format.country(value)} (${value})`;
  return kind === 'asn' ? t.words.asNumber(Number(value)) : value;
}
