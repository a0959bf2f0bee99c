import { afterAll, beforeAll, expect, test } from 'vitest';
import { curveOf, decayed, halfLifeOf, scoreAt } from '../../../test/decay.ts';
import { modelFor } from './models.ts';
import { testDatabase, type TestDatabase } from '../../../test/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());
const day = (n: number) => new Date(Date.UTC(2026, 0, 1) + n * 86_400_000);

test('evenly for an address: half is gone after half the lifetime, all after it', () => {
  const model = modelFor("[ipv4-addr:value = '192.0.2.1']");
  expect([0, 15, 30, 99].map((days) => decayed(80, days, model))).toEqual([80, 40, 0, 0]);
  expect(halfLifeOf(model)).toBe(15);
});

test('a sighting brings the score back, and only from then on', () => {
  const model = { lifetime: 30, speed: 1 };
  const at = (n: number) => scoreAt(90, day(0), [day(20)], model, day(n));
  expect([0, 10, 20, 35].map((n) => Math.round(at(n)))).toEqual([90, 60, 90, 45]);
  const curve = curveOf(90, day(0), [day(20)], model, 10);
  expect(curve.at(0)).toEqual({ at: day(0), score: 90 });
  expect(curve.at(-1)).toEqual({ at: day(50), score: 0 });
  expect(curve.map(({ score }) => Math.round(score))).toContain(30);
});

test('the database says the same', async () => {
  for (const [base, days, lifetime, speed] of [
    [80, 10, 30, 1],
    [55, 3.5, 120, 0.6],
    [100, 400, 365, 0.3],
    [20, -1, 60, 0.8],
  ] as const) {
    const { rows } = await database.ownerPool.query<{ score: number }>(
      `select decayed($1::real, $2::timestamptz, $3::real, $4::real, $5::timestamptz) as score`,
      [base, day(0), lifetime, speed, day(days)],
    );
    expect(rows[0]!.score).toBeCloseTo(decayed(base, days, { lifetime, speed }), 3);
  }
});
