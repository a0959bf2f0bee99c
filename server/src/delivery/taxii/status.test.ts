import { describe, expect, it } from 'vitest';
import { postedOf, refused, statusOf } from './status.ts';

const at = '2026-01-02T03:04:05.678901Z';
const id = 'tool--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f';

describe('a status', () => {
  it('adds up, and says of each object what became of it', () => {
    const posted = [
      postedOf({ id, version: '2026-01-01T00:00:00.000Z', outcome: 'stored', row: 1 }),
      postedOf({ id, version: '2026-01-02T00:00:00.000Z', outcome: 'duplicate', row: 2 }),
      postedOf({ id, version: '2026-01-03T00:00:00.000Z', outcome: 'conflict', row: 3 }),
      refused({ id: 'x', created: 'yesterday' }, 'created: is no timestamp', at),
    ];
    expect(statusOf(posted, at)).toEqual({
      status: 'complete',
      request_timestamp: at,
      total_count: 4,
      success_count: 2,
      successes: [
        { id, version: '2026-01-01T00:00:00.000Z' },
        { id, version: '2026-01-02T00:00:00.000Z' },
      ],
      failure_count: 2,
      failures: [
        { id, version: '2026-01-03T00:00:00.000Z', message: expect.stringContaining('stays') as string },
        { id: 'x', version: at, message: 'created: is no timestamp' },
      ],
      pending_count: 0,
    });
  });

  it('leaves empty lists out', () => {
    expect(Object.keys(statusOf([postedOf({ id, version: at, outcome: 'stored' })], at))).not.toContain('failures');
    expect(Object.keys(statusOf([refused(null, 'no', at)], at))).not.toContain('successes');
  });
});

describe('what cannot be stored', () => {
  it.each([
    [{ id, modified: '2026-01-01T00:00:00Z', created: '2025-01-01T00:00:00Z' }, id, '2026-01-01T00:00:00Z'],
    [{ id, modified: 7, created: '2025-01-01T00:00:00Z' }, id, '2025-01-01T00:00:00Z'],
    [{ id: 7 }, 'unknown', at],
    [null, 'unknown', at],
    ['text', 'unknown', at],
    [{ id: '' }, 'unknown', at],
  ])('%j has an id and a version all the same', (value, name, version) => {
    expect(refused(value, 'no', at)).toMatchObject({ id: name, version });
  });
});
