import { expect, test } from 'vitest';
import { soakKill } from './kill.ts';

test(
  'killed three times while ingesting: what was acknowledged is there once, and every sum agrees',
  { timeout: 180_000 },
  async () => {
    const result = await soakKill({ rounds: 3, seed: 1, say: () => undefined });
    expect(result).toMatchObject({ lost: 0, twice: 0, contradictions: {}, cleanStart: true, sound: true });
    expect(result.killsServer).toBeGreaterThan(0);
    expect(result.killsPostgres).toBeGreaterThan(0);
    expect(result.stored).toBe(result.acknowledged);
  },
);
