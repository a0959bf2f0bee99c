import fc from 'fast-check';
import { expect, test } from 'vitest';
import { feeds, isFeedName } from '../feeds/index.ts';
import type { Given } from '../given.ts';
import { createDecoder } from './create-decoder.ts';
import type { Feed } from './feed.ts';

interface Outcome {
  refused?: string;
  detail?: string;
  given?: Given;
  raw: string;
  line: number;
}

function decode(feed: Feed, chunks: Iterable<Uint8Array>, limits = { maxRecordBytes: 4096, maxColumns: 64 }) {
  const outcomes: Outcome[] = [];
  const raw = () => Buffer.from(decoder.raw()).toString('latin1');
  const decoder = createDecoder(feed, limits, {
    record: (given, at) => outcomes.push({ given: { ...given }, raw: raw(), line: at.line }),
    refuse: (refused, detail, at) => outcomes.push({ refused, detail, raw: raw(), line: at.line }),
  });
  for (const chunk of chunks) decoder.push(chunk);
  decoder.end();
  return { outcomes, halted: decoder.halted(), header: decoder.header() };
}

const bytes = (text: string) => new TextEncoder().encode(text);
const allFeeds = Object.keys(feeds).filter(isFeedName);

/** Bodies that are nearly right: pieces of every format in any order. */
const pieces = fc.constantFrom(
  ...[
    '"',
    '""',
    ',',
    '\n',
    '\r\n',
    '|',
    '{',
    '}',
    '[',
    ']',
    ':',
    '\\',
    '\\"',
    '#',
    ' ',
    'a',
    'é',
    '\0',
    '\x1e',
    '\ufeff',
    '0',
    'null',
    '{"a":1}',
  ],
  ...[
    'timestamp,ip,tag\n',
    '"timestamp","src_ip","infection"\n',
    '2026-03-04 00:00:00,192.0.2.1,x\n',
    '{"time":"2026-03-04T00:00:00Z","address":"192.0.2.1"}\n',
  ],
  ...[
    '{"objects":[',
    '{"data":[',
    '"id":"x"',
    '# category|address|asn|timestamp|optional_information|asninfo\n',
    'bot|192.0.2.1|1|2026-03-04 00:00:00|a: b;|X\n',
  ],
);
const body = fc.oneof(
  fc.uint8Array({ maxLength: 400 }),
  fc.array(pieces, { maxLength: 60 }).map((parts) => bytes(parts.join(''))),
  fc.array(pieces, { maxLength: 60 }).map((parts) => bytes(`timestamp,ip,tag\n${parts.join('')}`)),
);

test('no bytes make a decoder throw, and every outcome has its bytes', () => {
  fc.assert(
    fc.property(fc.constantFrom(...allFeeds), body, (feed, input) => {
      for (const { given, refused } of decode(feeds[feed], [input]).outcomes) {
        expect((given === undefined) !== (refused === undefined)).toBe(true);
        if (given && given.extra !== '') expect(JSON.parse(given.extra)).toBeTypeOf('object');
      }
    }),
    { numRuns: 1500 },
  );
});

test('where a body is cut into chunks changes nothing', () => {
  fc.assert(
    fc.property(fc.constantFrom(...allFeeds), body, fc.array(fc.nat(400), { maxLength: 12 }), (feed, input, cuts) => {
      const at = [0, ...cuts.map((cut) => Math.min(cut, input.length)).sort((a, b) => a - b), input.length];
      const chunks = at.slice(1).map((to, index) => input.subarray(at[index], to));
      const small = { maxRecordBytes: 100, maxColumns: 8 };
      const whole = decode(feeds[feed], [input]);
      // Of what is refused before its end came, raw is what came.
      if (!whole.halted) expect(decode(feeds[feed], chunks)).toEqual(whole);
      const limited = [decode(feeds[feed], chunks, small), decode(feeds[feed], [input], small)];
      const told = limited.map(({ outcomes }) =>
        outcomes.map(({ refused, line, given }) => ({ refused, line, given })),
      );
      expect(told[0]).toEqual(told[1]);
    }),
    { numRuns: 1500 },
  );
});

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const value = fc.oneof(
  fc.constantFrom('', 'virut', 'a,b', 'say "x"', 'Łódź', 'back\\slash', '\x1e\x1f', 'two\nlines'),
  fc.string({ maxLength: 12 }),
);
const fields = fc.dictionary(
  fc.constantFrom('src_ip', 'infection', 'family', 'tag', 'src_geo', 'odd', 'src_port'),
  value,
  { minKeys: 1 },
);

test('identity and extra depend on what a row says, not on the order of its columns or its quotes', () => {
  fc.assert(
    fc.property(fields, fc.infiniteStream(fc.nat()), (given, random) => {
      const row = { timestamp: '2026-03-04 00:00:00', ip: '192.0.2.1', ...given };
      const names = Object.keys(row) as (keyof typeof row)[];
      const shuffled = names.map((name) => ({ name, at: random.next().value as number })).sort((a, b) => a.at - b.at);
      const table = (order: (keyof typeof row)[]) =>
        bytes(
          `${order.join(',')}\n${order.map((name) => (/^[a-z]*$/.test(row[name]) ? row[name] : quoted(row[name].replaceAll('\0', '')))).join(',')}\n`,
        );
      const one = decode(feeds.shadowserver, [table(names)]).outcomes;
      const other = decode(feeds.shadowserver, [table(shuffled.map(({ name }) => name))]).outcomes;
      expect(one[0]?.given).toBeDefined();
      expect(other[0]?.given).toEqual(one[0]?.given);
    }),
  );
});

test('rows that say different things have different identities', () => {
  const separators = fc.stringMatching(/^[ab\x1c\x1e\x1f,|012]{0,6}$/);
  fc.assert(
    fc.property(fc.array(fc.tuple(separators, separators, separators), { minLength: 2, maxLength: 8 }), (rows) => {
      const text = `timestamp,ip,a,b,c\n${rows.map((row) => `2026-03-04 00:00:00,192.0.2.1,${row.map(quoted).join(',')}\n`).join('')}`;
      const { outcomes } = decode(feeds.shadowserver, [bytes(text)]);
      const identities = new Set(outcomes.map((one) => one.given?.identity));
      expect(identities.size).toBe(new Set(rows.map((row) => JSON.stringify(row))).size);
    }),
  );
});

test('JSON: identity and extra do not depend on the order of keys', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })), (extra) => {
      const event = { time: '2026-03-04T00:00:00Z', address: '192.0.2.1', extra };
      const backwards = Object.fromEntries(
        Object.entries({ ...event, extra: Object.fromEntries(Object.entries(extra).reverse()) }).reverse(),
      );
      const [one, other] = [event, backwards].map(
        (object) => decode(feeds.tocsin, [bytes(JSON.stringify(object))]).outcomes[0]?.given,
      );
      expect(one).toBeDefined();
      expect(other).toEqual(one);
    }),
  );
});

test('a body in another encoding is refused as a whole, by name', () => {
  const utf16 = Buffer.from('\ufefftimestamp,ip\n', 'utf16le');
  for (const input of [utf16, utf16.subarray(2), Buffer.from(utf16).swap16()]) {
    const { outcomes, halted } = decode(feeds.shadowserver, [input]);
    expect(outcomes.map((one) => one.refused)).toEqual(['wrong_encoding']);
    expect(halted).toBe(true);
  }
});

test('JSON for a feed of tables, and a table for a feed of JSON, are told apart', () => {
  expect(
    decode(feeds.shadowserver, [bytes('{"time":"2026-03-04T00:00:00Z"}\n')]).outcomes.map((one) => one.refused),
  ).toEqual(['unknown_format']);
  const table = decode(feeds.tocsin, [bytes('timestamp,ip\n'.repeat(5000))]);
  expect(table.outcomes).toHaveLength(100);
  expect(table.outcomes.at(-1)?.refused).toBe('unknown_format');
  expect(table.halted).toBe(true);
});

test('an empty body has no outcome', () => {
  for (const feed of allFeeds)
    for (const text of ['', '\n', ' \n\n', '\ufeff']) expect(decode(feeds[feed], [bytes(text)]).outcomes).toEqual([]);
});

test('bodies larger than what is held at once are the same in chunks of any size', () => {
  const n = Array.from({ length: 9000 }, (_, i) => i);
  const long = (i: number) => 'x'.repeat(i % 97 === 0 ? 3000 : i % 50);
  const table = n.map((i) => `2026-03-04 00:00:00,192.0.2.${i % 256},"${i} ${long(i)}\n""é"""\n`);
  const lines = n.map((i) => `{"time":"2026-03-04T00:00:00Z","address":"192.0.2.1","n":${i},"é":"${long(i)}"}`);
  const bodies = [
    { feed: feeds.shadowserver, body: bytes(`timestamp,ip,tag\n${table.join('')}`) },
    { feed: feeds.tocsin, body: bytes(lines.join('\n')) },
    { feed: feeds.tocsin, body: bytes(`[${lines.join(',\n')}]`) },
  ];
  for (const { feed, body: whole } of bodies) {
    const told = [101, 9_999, 200_000, whole.length].map((size) => {
      const chunks = Array.from({ length: Math.ceil(whole.length / size) }, (_, i) =>
        whole.subarray(i * size, (i + 1) * size),
      );
      return decode(feed, chunks).outcomes.map(
        (one) => `${one.line} ${one.refused ?? ''} ${one.given?.identity ?? ''} ${one.raw}`,
      );
    });
    expect(told[0]).toHaveLength(n.length);
    expect(new Set(told[0]).size).toBe(n.length);
    for (const other of told.slice(1)) expect(other).toEqual(told[0]);
  }
});

test('lines without end are refused in bounded memory, and the line after them is read', () => {
  const mib = Buffer.alloc(1024 * 1024, 'x');
  function* endless(before: string, after: string) {
    yield bytes(before);
    for (let i = 0; i < 48; i++) yield mib;
    yield bytes(after);
  }
  const held = process.memoryUsage().arrayBuffers;
  const row = '2026-03-04 00:00:00,192.0.2.1,x\n';
  for (const start of ['', '"', '2026-03-04 00:00:00,"']) {
    const { outcomes } = decode(feeds.shadowserver, endless(`timestamp,ip,tag\n${row}${start}`, `\n${row}`));
    expect(outcomes.map((one) => one.refused)).toEqual([undefined, 'record_too_long', undefined]);
  }
  const event = '{"time":"2026-03-04T00:00:00Z","address":"192.0.2.1"}\n';
  const lines = decode(feeds.tocsin, endless(`${event}{"a":"`, `"}\n${event}`));
  expect(lines.outcomes.map((one) => one.refused)).toEqual([undefined, 'record_too_long', undefined]);
  const array = decode(feeds.tocsin, endless(`[${event},{"a":"`, `"},${event}]`));
  expect(array.outcomes.map((one) => one.refused)).toEqual([undefined, 'record_too_long', undefined]);
  expect(process.memoryUsage().arrayBuffers - held).toBeLessThan(32 * 1024 * 1024);
});
