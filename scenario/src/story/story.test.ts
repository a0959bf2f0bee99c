import { constituencyKinds, orgKinds } from '@tocsin/api';
import { drillPlan } from '@tocsin/api/drill-plan.ts';
import { expect, test } from 'vitest';
import { afflictions } from './afflictions.ts';
import { createBackground } from './background.ts';
import { campaignSeconds, createCampaign } from './campaign.ts';
import { chunkOf, dayChunk, weeklyFiles, type Telling } from './chunks.ts';
import { intelligenceOf, lateMember, redReader } from './intelligence.ts';
import { invitedNations, storyNations, suspendedOrg } from './nations.ts';
import { castOf } from './organisations.ts';
import { storySources } from './sources.ts';
import { isForExamples } from '../../test/example-networks.ts';

const known = storyNations.map(({ code }) => ({ code, name: `Land ${code}`, languages: ['en'], timeZone: 'UTC' }));
const cast = castOf(known);
const begins = Date.parse('2026-03-01T10:00:00Z');
const scale = 0.05;
const telling = (seed: string): Telling => ({ seed, begins, scale, background: createBackground(seed, begins, scale) });
const days = [1, 2, 3, 4, 5, 6, 7, 8];
const weekOf = (told: Telling) =>
  days.flatMap((day) => weeklyFiles.flatMap(({ source, report }) => dayChunk(told, source, report, day) ?? []));

test('there are 44 nations, each with providers, and teams unless it has none', () => {
  expect(storyNations).toHaveLength(44);
  expect(new Set(storyNations.map(({ code }) => code))).toEqual(
    new Set(drillPlan((code) => code).map(({ nation }) => nation)),
  );
  expect(storyNations.filter(({ teams }) => teams.length === 0).map(({ code }) => code)).toEqual(['VA']);
  expect(cast.orgs.filter(({ kind }) => kind === 'isp')).toHaveLength(120);
});

test('each nation has a dedicated contact of its own, whose deputy is another one', () => {
  const dedicated = cast.contacts.filter(({ dedicated_to: nation }) => nation !== undefined);
  expect(dedicated.map(({ dedicated_to: nation }) => nation)).toEqual(storyNations.map(({ code }) => code));
  const names = new Set(dedicated.map(({ name }) => name));
  expect(names.size).toBe(44);
  expect(dedicated.filter(({ name, deputy }) => name === deputy || !names.has(deputy))).toEqual([]);
});

test('whoever is named exists, and mail goes to nobody', () => {
  const handles = new Set(['operator', ...cast.orgs.map(({ handle }) => handle)]);
  expect(handles.size).toBe(cast.orgs.length + 1);
  for (const { org } of [...cast.constituencies, ...cast.contacts]) expect(handles).toContain(org);
  for (const { org = 'operator', recipients = [] } of storySources)
    for (const handle of [org, ...recipients]) expect(handles).toContain(handle);
  expect(handles).toContain(suspendedOrg);
  for (const { kind } of cast.orgs) expect(orgKinds).toContain(kind);
  for (const { kind } of cast.constituencies) expect(constituencyKinds).toContain(kind);
  for (const { email } of cast.contacts) expect(email).toMatch(/@[a-z0-9-]+\.example$/);
  const sources = new Set(storySources.map(({ handle }) => handle));
  for (const { source } of afflictions) expect(sources).toContain(source);
});

test('some are invited, one is suspended, all others are enrolled', () => {
  const by = Object.groupBy(cast.orgs, ({ enrolment }) => enrolment!);
  expect(by['suspended']!.map(({ handle }) => handle)).toEqual([suspendedOrg]);
  expect(new Set(by['invited']!.map(({ nation }) => nation))).toEqual(invitedNations);
});

test('everything happens at addresses that are for examples', () => {
  const campaign = createCampaign('tocsin', 0.2).seen(0, campaignSeconds, (second) => second);
  const all = [
    ...weekOf(telling('tocsin')).flatMap(({ observations }) => observations),
    ...campaign.watch,
    ...campaign.sinkhole,
  ];
  expect(all.length).toBeGreaterThan(5000);
  const addresses = new Set(
    all
      .flatMap(({ address, destination }) => [address, destination?.address ?? ''])
      .filter((address) => address !== ''),
  );
  expect([...addresses].filter((address) => !isForExamples(address))).toEqual([]);
  for (const { domain } of all) expect(domain === '' || domain.endsWith('.example')).toBe(true);
});

test('the same seed tells the same story, another one another', () => {
  const first = weekOf(telling('tocsin'));
  expect(weekOf(telling('tocsin'))).toEqual(first);
  expect(weekOf(telling('other'))).not.toEqual(first);
  expect(createCampaign('tocsin').victims).toBe(createCampaign('tocsin').victims);
});

test('a file holds the records that the story counts, in the order of time and within its day', () => {
  for (const day of days) {
    for (const { source, report } of weeklyFiles) {
      const chunk = dayChunk(telling('tocsin'), source, report, day);
      const times = chunk?.observations.map(({ time }) => time) ?? [];
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(times.every((time) => time >= begins + (day - 1) * 86_400_000 && time < begins + day * 86_400_000)).toBe(
        true,
      );
    }
  }
});

test('however a stretch of the background is cut, the same is seen', () => {
  const { background } = telling('tocsin');
  const [from, middle, to] = [begins + 3 * 86_400_000, begins + 3.4 * 86_400_000, begins + 4 * 86_400_000];
  const whole = background.seen('sinkholes', '', from, to);
  expect([...background.seen('sinkholes', '', from, middle), ...background.seen('sinkholes', '', middle, to)]).toEqual(
    whole,
  );
  expect(chunkOf(telling('tocsin'), 'market-watch', '', from, from + 1)).toBeUndefined();
});

test('the campaign grows, is sinkholed, and fades', () => {
  const campaign = createCampaign('tocsin');
  const rate = (from: number) => {
    const { watch, sinkhole } = campaign.seen(from, from + 4, (second) => second * 1000);
    return { watch: watch.length / 4, sinkhole: sinkhole.length / 4 };
  };
  expect(rate(0).watch).toBeLessThan(rate(20).watch);
  expect(rate(20).watch).toBeLessThan(rate(34).watch);
  expect(rate(40).sinkhole).toBe(0);
  expect(rate(60).sinkhole).toBeGreaterThan(400);
  expect(rate(60).sinkhole).toBeLessThan(900);
  expect(rate(116).sinkhole).toBeLessThan(rate(60).sinkhole / 5);
  const hour = campaign.lingering(begins, begins + 3_600_000);
  expect(hour.length / 3600).toBeGreaterThan(0.5);
  expect(hour.length / 3600).toBeLessThan(3);
  expect(hour.every(({ time }) => time >= begins && time < begins + 3_600_000)).toBe(true);
});

test('what is shared: every TLP, names that exist, no id twice, nothing refers to what is not there', () => {
  const { groups, releases, mistaken } = intelligenceOf(begins);
  expect(releases.map(({ level }) => level)).toEqual(['clear', 'green', 'amber', 'amber+strict', 'red']);
  const objects = releases.flatMap((release) => release.objects);
  const ids = new Set(objects.map(({ id }) => id));
  expect(ids.size).toBe(objects.length);
  expect(ids).toContain(mistaken);
  const named = objects.flatMap((object) =>
    Object.entries(object)
      .filter(([property]) => /_refs?$/.test(property) && property !== 'object_marking_refs')
      .flatMap(([, value]) => value as string | string[]),
  );
  for (const id of named) expect(ids).toContain(id);
  expect(named).not.toContain(mistaken);
  const handles = new Set(cast.orgs.map(({ handle }) => handle));
  const known = new Set(groups.map(({ handle }) => handle));
  for (const handle of [...groups.flatMap(({ members = [] }) => members), lateMember.org, redReader.org])
    expect(handles).toContain(handle);
  for (const { terms } of releases) {
    for (const handle of terms.orgs ?? []) expect(handles).toContain(handle);
    for (const handle of terms.groups ?? []) expect(known).toContain(handle);
  }
  expect(invitedNations).toContain(lateMember.nation);
});
