import { parseJson, type JsonValue } from '@tocsin/stix';
import { expect, test } from 'vitest';
import { eventsOf, readEvent } from './from-misp.ts';

const id = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const attribute = (n: number, type: string, value: string, more: object = {}) => ({
  uuid: id(n), type, value, category: 'Network activity', to_ids: true, timestamp: '1767960000', ...more,
}); // prettier-ignore
const event = (more: object) => ({
  Event: {
    uuid: id(1), info: 'Loader against two ministries', date: '2026-01-09', timestamp: '1767960000', published: true,
    Orgc: { uuid: id(2), name: 'CSIRT of the test' }, Tag: [{ name: 'tlp:green' }, { name: 'phase:delivery' }], ...more,
  },
}); // prettier-ignore

function read(document: object) {
  const parsed = parseJson(JSON.stringify(document));
  const items = (eventsOf(parsed.ok ? parsed.value : null) ?? []).flatMap(readEvent);
  const of = (type: string) => items.flatMap(({ object }) => (object?.value['type'] === type ? [object.value] : []));
  return { items, of, refused: items.filter(({ object }) => object === undefined) };
}

test('what is to be detected becomes an indicator, all else what was observed; ids, levels and tags stay', () => {
  const { items, of, refused } = read(
    event({
      Attribute: [
        attribute(10, 'ip-dst', '192.0.2.7', { Sighting: [{ uuid: id(20), date_sighting: '1767960100', type: '0' }] }),
        attribute(11, 'domain|ip', 'c2.example.org|2001:db8::7', { to_ids: false, Tag: [{ name: 'tlp:amber' }] }),
        attribute(12, 'domain', 'bait.example.org', { to_ids: false, Tag: [{ name: 'tlp:amber' }] }),
        attribute(13, 'yara', 'rule a { condition: true }'),
        attribute(14, 'ip-dst|port', '198.51.100.3|8443'),
        attribute(15, 'filename|sha256', `it's.exe|${'a'.repeat(64)}`),
      ],
    }),
  );
  expect(refused).toEqual([]);
  expect(of('indicator').map(({ id: one, pattern, pattern_type }) => [one, pattern_type, pattern])).toEqual([
    [`indicator--${id(10)}`, 'stix', "[ipv4-addr:value = '192.0.2.7']"],
    [`indicator--${id(13)}`, 'yara', 'rule a { condition: true }'],
    [
      `indicator--${id(14)}`,
      'stix',
      "[network-traffic:dst_ref.value = '198.51.100.3' AND network-traffic:dst_port = 8443]",
    ],
    [`indicator--${id(15)}`, 'stix', `[file:name = 'it\\'s.exe' AND file:hashes.'SHA-256' = '${'a'.repeat(64)}']`],
  ]);
  expect(of('sighting')).toMatchObject([
    { id: `sighting--${id(20)}`, sighting_of_ref: `indicator--${id(10)}`, count: 1 },
  ]);
  const [name] = of('domain-name');
  expect(of('observed-data')).toMatchObject([
    {
      id: `observed-data--${id(12)}`,
      object_refs: [name?.['id']],
      object_marking_refs: ['marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421'],
    },
  ]);
  expect(of('x-misp-attribute')).toMatchObject([
    { x_misp_type: 'domain|ip', x_misp_value: 'c2.example.org|2001:db8::7' },
  ]);
  expect(of('report')).toMatchObject([
    {
      id: `report--${id(1)}`,
      labels: ['phase:delivery'],
      object_marking_refs: ['marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb'],
    },
  ]);
  expect(of('report')[0]?.['object_refs']).toHaveLength(items.length - 1);
  expect(read(event({})).of('identity')).toMatchObject([{ id: `identity--${id(2)}`, name: 'CSIRT of the test' }]);
});

test('an object is one indicator where one pattern can ask for all of it; relations may circle', () => {
  const file = { uuid: id(30), name: 'file', timestamp: '1767960000', Attribute: [attribute(31, 'md5', 'b'.repeat(32)), attribute(32, 'filename', 'a.dll')], ObjectReference: [{ uuid: id(40), referenced_uuid: id(33), relationship_type: 'Connects To', timestamp: '1767960000' }] }; // prettier-ignore
  const port = { uuid: id(33), name: 'mixed', timestamp: '1767960000', Attribute: [attribute(34, 'ip-dst', '192.0.2.9'), attribute(35, 'whois-registrar', 'Example')], ObjectReference: [{ uuid: id(41), referenced_uuid: id(30), relationship_type: 'drops', timestamp: '1767960000' }, { uuid: id(42), referenced_uuid: id(99), relationship_type: 'x' }] }; // prettier-ignore
  const { of, refused } = read(event({ Object: [file, port] }));
  expect(of('indicator').map(({ pattern }) => pattern)).toContain(
    `[file:hashes.'MD5' = '${'b'.repeat(32)}' AND file:name = 'a.dll']`,
  );
  expect(of('relationship')).toMatchObject([
    { source_ref: `indicator--${id(30)}`, target_ref: `indicator--${id(34)}`, relationship_type: 'connects-to' },
    { source_ref: `indicator--${id(34)}`, target_ref: `indicator--${id(30)}`, relationship_type: 'drops' },
  ]);
  expect(refused.map(({ problems }) => problems[0]?.rule)).toEqual(['misp_reference']);
});

test('clusters become actors, malware and techniques, which indicators then indicate', () => {
  const cluster = {
    uuid: id(50),
    type: 'mitre-malware',
    value: 'Examplebot',
    version: '7',
    meta: { synonyms: ['Example Bot'] },
  };
  const { of } = read(
    event({
      Galaxy: [
        {
          type: 'threat-actor',
          GalaxyCluster: [{ uuid: id(51), type: 'threat-actor', value: 'Example Bear', version: '3' }],
        },
      ],
      Attribute: [
        attribute(10, 'url', 'http://c2.example.org/a', {
          Galaxy: [{ type: 'mitre-malware', GalaxyCluster: [cluster] }],
        }),
      ],
    }),
  );
  expect(of('malware')).toMatchObject([
    { id: `malware--${id(50)}`, name: 'Examplebot', aliases: ['Example Bot'], is_family: true },
  ]);
  expect(of('threat-actor')).toMatchObject([{ id: `threat-actor--${id(51)}`, name: 'Example Bear' }]);
  expect(of('relationship')).toMatchObject([
    { source_ref: `indicator--${id(10)}`, relationship_type: 'indicates', target_ref: `malware--${id(50)}` },
  ]);
});

test('what cannot be read is refused with a reason and can be read again alone', () => {
  const { refused, of } = read(
    event({ published: false, Attribute: [{ type: 'ip-dst', value: '192.0.2.1' }, attribute(10, 'md5', 'short')] }),
  );
  expect(of('grouping')).toHaveLength(1);
  expect(refused[0]).toMatchObject({ problems: [{ path: 'uuid', rule: 'misp_uuid' }] });
  const again = parseJson(refused[0]?.raw ?? '');
  expect(eventsOf(again.ok ? again.value : null)?.[0]).toMatchObject({
    uuid: id(1),
    Attribute: [{ value: '192.0.2.1' }],
  });
  expect(eventsOf({ type: 'bundle' } satisfies JsonValue)).toBeUndefined();
  expect(eventsOf({ response: [] })).toEqual([]);
});

test('reading is as long as its input however it refers', () => {
  const many = Array.from({ length: 3000 }, (_, n) => ({ uuid: id(1000 + n), name: 'x', Attribute: [attribute(10_000 + n, 'text', 'x')], ObjectReference: [{ uuid: id(20_000 + n), referenced_uuid: id(1000 + ((n + 1) % 3000)), relationship_type: 'next' }] })); // prettier-ignore
  expect(read(event({ Object: many })).of('relationship')).toHaveLength(3000);
});
