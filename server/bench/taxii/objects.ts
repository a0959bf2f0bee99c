import { randomUUID } from 'node:crypto';
import type { NewObject } from '#intelligence/index.ts';

let count = 0;

/** An indicator of some 400 bytes, another each time. */
function indicator(): Record<string, unknown> {
  const n = count++;
  return {
    type: 'indicator',
    spec_version: '2.1',
    id: `indicator--${randomUUID()}`,
    created: '2026-01-01T00:00:00.000Z',
    modified: '2026-01-01T00:00:00.000Z',
    name: `Command and control ${n}`,
    description: 'Seen by a sinkhole of the benchmark; all names are reserved.',
    pattern: `[domain-name:value = 'h${n}.example.org']`,
    pattern_type: 'stix',
    valid_from: '2026-01-01T00:00:00Z',
    indicator_types: ['malicious-activity'],
  };
}

export function newObject(): NewObject {
  const value = indicator();
  return { value: value as NewObject['value'], body: JSON.stringify(value) };
}

export const objectText = (): string => JSON.stringify(indicator());
