import { tlpMarkings, type JsonObject } from '@tocsin/stix';
import { parseTlp } from '#sharing/index.ts';
import { derivedId } from '../misp/derived-uuid.ts';

export interface IndicatorFacts {
  readonly value: string;
  readonly pattern: string;
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly tlp?: string | undefined;
  readonly labels?: readonly string[];
  readonly confidence?: number | undefined;
  readonly validFrom?: string | undefined;
  readonly validUntil?: string | undefined;
}

/** An indicator of what no STIX says. The same pattern of an org is always the same object, so that it is recognised when it comes again. */
export function indicatorOf(facts: IndicatorFacts, org: number, now: Date): JsonObject {
  const { value, pattern, name, description, tlp, labels = [], confidence, validFrom, validUntil } = facts;
  const at = now.toISOString();
  const level = tlp === undefined ? undefined : parseTlp(tlp);
  const marking = [...tlpMarkings.values()].find((each) => each.generation === 2 && each.level === level);
  return {
    type: 'indicator',
    spec_version: '2.1',
    id: derivedId('indicator', String(org), pattern),
    created: at,
    modified: at,
    name: (name === undefined || name === '' ? value : name).slice(0, 500),
    ...(description !== undefined && description !== '' && { description }),
    ...(labels.length > 0 && { labels: [...new Set(labels)] }),
    ...(confidence !== undefined && { confidence }),
    ...(marking !== undefined && { object_marking_refs: [marking.id] }),
    pattern,
    pattern_type: 'stix',
    valid_from: validFrom ?? at,
    ...(validUntil !== undefined && { valid_until: validUntil }),
  };
}
