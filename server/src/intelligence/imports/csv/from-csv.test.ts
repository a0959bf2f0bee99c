import { expect, test } from 'vitest';
import { readCsv } from './from-csv.ts';
import { parseCsv } from './parse-csv.ts';

const now = new Date('2026-01-10T12:00:00Z');
const read = (text: string, mapping?: Parameters<typeof readCsv>[3]) => readCsv(text, 7, now, mapping);
const items = (text: string) => {
  const found = read(text);
  if ('problem' in found) throw new Error(found.problem);
  return found.items;
};

test('columns are guessed by their names, values by their form; made harmless or not', () => {
  const found = items(
    'ioc_value;comment;TLP;tags;confidence_level;first_seen_utc\nhxxps://c2[.]example[.]org/a;"says ""go""; twice";amber;loader,stage1;75;2026-01-01 10:00:00\n192.0.2.7:443;;;;;\n' +
      'A'.repeat(64) + ';;;;;\nbad[at]example.org;;TLP:GREEN;;;\n2001:db8::1/64;;;;;\n',
  ); // prettier-ignore
  expect(found.map(({ object }) => object?.value['pattern'])).toEqual([
    "[url:value = 'https://c2.example.org/a']",
    "[network-traffic:dst_ref.value = '192.0.2.7' AND network-traffic:dst_port = 443]",
    `[file:hashes.'SHA-256' = '${'a'.repeat(64)}']`,
    "[email-addr:value = 'bad@example.org']",
    "[ipv6-addr:value = '2001:db8::1/64']",
  ]);
  expect(found[0]?.object?.value).toMatchObject({
    description: 'says "go"; twice', labels: ['loader', 'stage1'], confidence: 75, valid_from: '2026-01-01T10:00:00.000Z',
    object_marking_refs: ['marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421'],
  }); // prettier-ignore
});

test('a chosen mapping is followed; without names of columns the first that holds values is taken', () => {
  expect(read('x,192.0.2.7\ny,192.0.2.8\n')).toMatchObject({
    mapping: { header: false, columns: { value: 1 } },
    columns: ['1', '2'],
  });
  const chosen = { header: true, columns: { value: 1, name: 0 } };
  expect(read('a,b\nBeacon,bait.example.org\n', chosen)).toMatchObject({
    items: [{ object: { value: { name: 'Beacon' } } }],
  });
  expect(read('a,b\n1,2\n', { header: true, columns: { value: 9 } })).toHaveProperty('problem');
  expect(read('only words\nand more\n')).toHaveProperty('problem');
});

test('a bad row is refused below its header and spoils no other', () => {
  const found = items('value,confidence\nwhat is this,1\n192.0.2.7,high\n192.0.2.8,90\n');
  expect(found.map(({ problems }) => problems[0]?.rule)).toEqual(['csv_value', 'csv_confidence', undefined]);
  expect(found[1]?.raw).toBe('value,confidence\n192.0.2.7,high');
});

test('the same value is the same object of an org, and of no other', () => {
  const [a, b] = items('192.0.2.7\n192[.]0[.]2[.]7\n');
  expect(a?.id).toBe(b?.id);
  expect(readCsv('192.0.2.7\n', 8, now)).not.toMatchObject({ items: [{ id: a?.id }] });
});

test('what has too many columns, or a quote that never closes, is refused as a whole', () => {
  expect(parseCsv(`${'a,'.repeat(10_000)}a\n`)).toEqual({ problem: 'Row 1 has more than 256 columns.' });
  expect(parseCsv('a,"b\nc\n')).toEqual({ problem: 'A quote that opens in row 1 is never closed.' });
  expect(parseCsv('# note\r\na,"x\r\ny"\r\n\r\n')).toMatchObject({ rows: [{ cells: ['a', 'x\r\ny'] }] });
});
