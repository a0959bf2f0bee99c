import { expect, test } from 'vitest';
import { eligibleNations } from '../nations/nations.ts';
import { drillInfrastructure, drillPlan } from './drill-plan.ts';
import { drillSnapshot } from './drill-snapshot.ts';
import { parseIp } from './ip-address.ts';
import { parsePrefix, prefixContains } from './prefix.ts';

const plan = drillPlan();
const providers = plan.flatMap((nation) => nation.providers);
const everyone = [...providers, drillInfrastructure];

test('each eligible nation has one to four providers', () => {
  expect(plan.map(({ nation }) => nation).sort()).toEqual(eligibleNations.map(({ code }) => code).sort());
  expect(new Set(plan.map((nation) => nation.providers.length))).toEqual(new Set([1, 2, 3, 4]));
  expect(providers).toHaveLength(120);
});

test('handles, names and AS numbers are each provider’s own; the AS numbers are private', () => {
  for (const key of ['handle', 'name', 'asn'] as const)
    expect(new Set(providers.map((provider) => provider[key])).size).toBe(120);
  for (const { asn, name } of providers) {
    expect(asn).toBeGreaterThanOrEqual(64_512);
    expect(asn).toBeLessThanOrEqual(65_534);
    expect(name).toMatch(/^Example /);
  }
});

test('no two hold the same address, and all addresses are for documentation', () => {
  const free = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '198.18.0.0/15', '2001:db8::/32'].map((text) =>
    parsePrefix(text)!,
  );
  const all = everyone.flatMap(({ prefixes4, prefixes6 }) => [...prefixes4, ...prefixes6]);
  const parsed = all.map((text) => ({
    text,
    prefix: parsePrefix(text)!,
    first: parseIp(text.slice(0, text.indexOf('/')))!,
  }));
  for (const { text, first, prefix } of parsed) {
    expect(
      free.some((block) => prefixContains(block, first) && block.length <= prefix.length),
      text,
    ).toBe(true);
    expect(parsed.filter((other) => prefixContains(other.prefix, first)).map((other) => other.text)).toEqual([text]);
  }
});

test('the snapshot tells for each address of the plan whose it is', () => {
  const snapshot = drillSnapshot();
  for (const { nation, providers } of plan) {
    for (const { asn, prefixes4, prefixes6 } of providers) {
      for (const prefix of [...prefixes4, ...prefixes6]) {
        const row = snapshot.lookup(parseIp(prefix.slice(0, prefix.indexOf('/')))!);
        expect([snapshot.asn(row), snapshot.country(row), snapshot.prefixText(row)]).toEqual([asn, nation, prefix]);
      }
    }
  }
  const sinkhole = snapshot.lookup(parseIp('198.51.100.226')!);
  expect([snapshot.asn(sinkhole), snapshot.country(sinkhole)]).toEqual([64_496, '']);
  expect(snapshot.lookup(parseIp('198.19.255.1')!)).toBe(-1); // left free: concerns nobody
  expect(snapshot.sha256).toBe(drillSnapshot().sha256);
  expect([...snapshot.systems()].find(({ asn }) => asn === 64_601)).toEqual({
    asn: 64_601,
    name: 'Example Access Germany',
    country: '',
  });
});
