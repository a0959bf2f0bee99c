import { expect, test } from 'vitest';
import { clearEvents, type EventRow, type Names, type RouteReasonRow } from './event-row.ts';
import { readerOf, type Reader } from './reader.ts';

const row: EventRow = {
  day: '2026-01-01',
  id: '019b76da-a800-8000-8000-000000000001',
  time: new Date('2026-01-01T00:00:00Z'),
  portion: 1,
  source: 1,
  route: 5,
  enrichment: 2,
  family: 3,
  flags: 3,
  port: null,
  dstPort: 443,
  asn: 64500,
  host: null,
  class: 'infected-system',
  country: 'PL',
  protocol: 'tcp',
  severity: null,
  sector: null,
  address: '192.0.2.1',
  prefix: '192.0.2.0/24',
  dstAddress: '203.0.113.5',
  domain: null,
  url: null,
  given: { dst: '203.0.113.5', where: 'sensor 198.51.100.3', who: 'pot' },
};
const source = {
  id: 1,
  handle: 'pot',
  name: 'Pot',
  org: 9,
  tlp: 'amber',
  reliability: 'B',
  showName: false,
  showAddresses: false,
  ownAddresses: ['198.51.100.0/24'],
};
const names: Names = {
  sources: new Map([[1, source]]),
  families: new Map([[3, 'Bot']]),
  systems: new Map([[64500, 'Example Access']]),
  enrichments: new Map([[2, { snapshot: 'drill', methods: { asn: 'longest prefix' } }]]),
  pseudonymKey: 'key',
};
const reason = (orgId: number, allowed: boolean): RouteReasonRow => ({
  orgId,
  org: `org-${orgId}`,
  orgName: 'Org',
  rule: 'asn',
  value: '64500',
  decision: allowed ? 'amber_concerned' : 'default_deny',
  allowed,
});
const now = new Date('2026-01-02T00:00:00Z');

function reader(
  org: number,
  kind: 'government' | 'operator' = 'government',
  enrolment: 'enrolled' | 'suspended' = 'enrolled',
): Reader {
  const caller = { kind: 'token', org, orgHandle: 'x', orgKind: kind, nation: null, name: 'x', scopes: [] } as const;
  return readerOf(caller, { kind, nation: null, enrolment, nationEnrolment: null }, 'api');
}
const seenBy = (who: Reader, reasons: readonly RouteReasonRow[]) =>
  clearEvents([row], names, new Map([[5, reasons]]), who, now).map(({ event }) => event);

test('a member gets names for numbers, its reasons, and nothing that tells of the sensor', () => {
  const [event] = seenBy(reader(2), [reason(2, true)]);
  expect(event).toMatchObject({
    taxonomy: 'malicious-code',
    family: 'Bot',
    asName: 'Example Access',
    portMissing: true,
    destination: { address: null, port: 443 },
    reliability: 'B',
    tlp: 'amber',
    given: { dst: '(hidden)', where: '(hidden)', who: '(hidden)' },
    enrichment: { snapshot: 'drill', methods: { asn: 'longest prefix' } },
  });
  expect(event!.source).toMatch(/^source-/);
  expect(event!.why).toEqual([
    { org: 'org-2', orgName: 'Org', rule: 'asn', value: '64500', decision: 'amber_concerned', allowed: true },
  ]);
});

test('the operator, and the org that runs the source, see it whole', () => {
  for (const who of [reader(7, 'operator'), reader(9)]) {
    const [event] = seenBy(who, [reason(9, true)]);
    expect(event).toMatchObject({ source: 'pot', destination: { address: '203.0.113.5' }, given: row.given });
  }
});

test.each([
  ['without a reason of its own', reader(2), []],
  ['with a refused reason only', reader(2), [reason(2, false)]],
  ['with the reasons of another', reader(2), [reason(3, true)]],
  ['suspended since', reader(2, 'government', 'suspended'), [reason(2, true)]],
  ['a suspended operator', reader(7, 'operator', 'suspended'), []],
])('an org %s gets nothing', (_, who, reasons) => {
  expect(seenBy(who, reasons)).toEqual([]);
});

test('a source has the same pseudonym for one org for ever, and another for each', () => {
  const pseudonym = (org: number) => seenBy(reader(org), [reason(org, true)])[0]!.source;
  expect(pseudonym(2)).toBe(pseudonym(2));
  expect(pseudonym(2)).not.toBe(pseudonym(3));
});
