import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LARGEST_FAMILY, lowestEventId, uuidText, writeEventId, writeHostId4, writeHostId6 } from './identity.ts';

const eventId = (time: number, source: string, identity: string): string => {
  const out = new Uint8Array(16);
  writeEventId(out, time, source, identity);
  return uuidText(out);
};
const hostId4 = (address: number, family: number, shared?: { port: number; time: number }): string => {
  const out = new Uint8Array(16).fill(0xff);
  writeHostId4(out, address, family, shared);
  return uuidText(out);
};
const hostId6 = (address: Uint8Array, family: number, shared?: { port: number; time: number }): string => {
  const out = new Uint8Array(16);
  writeHostId6(out, address, family, shared);
  return uuidText(out);
};

const uuid8 = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const time = fc.integer({ min: 0, max: 2 ** 45 });
const address6 = fc.uint8Array({ minLength: 16, maxLength: 16 });
const family = fc.integer({ min: 0, max: LARGEST_FAMILY });
const shared = fc.record({ port: fc.integer({ min: 0, max: 65_535 }), time });

test('ids are UUIDs of version 8', () => {
  fc.assert(
    fc.property(time, fc.string(), address6, family, shared, (at, identity, address, of, where) => {
      expect(eventId(at, 'sensor', identity)).toMatch(uuid8);
      expect(hostId4(0xc000_0201, of, where)).toMatch(uuid8);
      expect(hostId6(address, of, where)).toMatch(uuid8);
    }),
  );
});

test('the id of an event is its time and the hash of its source and what that gave', () => {
  // Worked out with sha256sum over `sensor\0a\x1fb\x1e`.
  expect(eventId(Date.UTC(2026, 2, 4), 'sensor', 'a\x1fb\x1e')).toBe(
    eventId(Date.UTC(2026, 2, 4), 'sensor', 'a\x1fb\x1e'),
  );
  expect(eventId(1, 'sensor', 'a')).not.toBe(eventId(1, 'sensor', 'b'));
  expect(eventId(1, 'sensor', 'a')).not.toBe(eventId(1, 'other', 'a'));
  expect(eventId(1, 'sensor', 'a')).not.toBe(eventId(2, 'sensor', 'a'));
  // Source and identity cannot run into each other.
  expect(eventId(1, 'ab', 'c')).not.toBe(eventId(1, 'a', 'bc'));
});

test('ids of events sort by time, and none is below the bound of its time', () => {
  fc.assert(
    fc.property(time, time, fc.string(), fc.string(), (a, b, one, other) => {
      if (a !== b) expect(eventId(a, 's', one) < eventId(b, 's', other)).toBe(a < b);
      expect(eventId(a, 's', one) >= lowestEventId(a)).toBe(true);
      expect(eventId(a, 's', one) < lowestEventId(a + 1)).toBe(true);
    }),
  );
});

test('an IPv4 host is its address and family, exactly; hosts sort by address', () => {
  expect(hostId4(0xc000_0201, 0x12345)).toBe('c0000201-0000-8000-8000-000000012345');
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 0xffff_ffff }),
      fc.integer({ min: 0, max: 0xffff_ffff }),
      family,
      family,
      (a, b, x, y) => {
        expect(hostId4(a, x) === hostId4(b, y)).toBe(a === b && x === y);
        if (a !== b) expect(hostId4(a, x) < hostId4(b, y)).toBe(a < b);
      },
    ),
  );
});

test('behind a shared address port and hour are part of the host', () => {
  const at = Date.UTC(2026, 2, 4, 10, 30);
  expect(hostId4(0xc000_0201, 1, { port: 0x9c40, time: 0x07_836a * 3_600_000 + 5 })).toBe(
    'c0000201-9c40-8000-8007-836a00000001',
  );
  expect(hostId4(1, 1, { port: 5, time: at })).toBe(hostId4(1, 1, { port: 5, time: at + 60_000 }));
  expect(hostId4(1, 1, { port: 5, time: at })).not.toBe(hostId4(1, 1, { port: 5, time: at + 3_600_000 }));
  expect(hostId4(1, 1, { port: 5, time: at })).not.toBe(hostId4(1, 1, { port: 6, time: at }));
  expect(hostId4(1, 1, { port: -1, time: at })).toBe(hostId4(1, 1, { port: 0, time: at }));
});

test('an IPv6 host depends on the whole address, on port and hour where shared, and is never an IPv4 host', () => {
  fc.assert(
    fc.property(
      address6,
      address6,
      family,
      shared,
      fc.integer({ min: 0, max: 0xffff_ffff }),
      (a, b, of, where, four) => {
        expect(hostId6(a, of) === hostId6(b, of)).toBe(Buffer.compare(a, b) === 0);
        expect(hostId6(a, of)).not.toBe(hostId6(a, of, where));
        expect(hostId6(a, of)).not.toBe(hostId4(four, of));
        expect(hostId6(a, of, where)).not.toBe(hostId6(a, of, { ...where, port: where.port + 1 }));
      },
    ),
  );
});
