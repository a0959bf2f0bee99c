import { expect, test } from 'vitest';
import { clusterSettings, configurationFile, type Machine } from './settings.ts';

const GB = 1024 ** 3;
const machine: Machine = {
  memory: 16 * GB,
  freeDisk: 100 * GB,
  sharedMemory: 8 * GB,
  platform: 'linux',
  durable: true,
};

test('sizes follow the machine and stay within bounds', () => {
  expect(clusterSettings(machine)).toMatchObject({ shared_buffers: '2048MB', max_wal_size: '8192MB' });
  const small = { ...machine, memory: GB, freeDisk: 4 * GB };
  expect(clusterSettings(small)).toMatchObject({ shared_buffers: '256MB', max_wal_size: '1024MB' });
  expect(clusterSettings({ ...machine, freeDisk: GB / 2 })['max_wal_size']).toBe('128MB');
});

test('durable unless a test says otherwise', () => {
  expect(clusterSettings(machine)).toMatchObject({ fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' });
  expect(clusterSettings({ ...machine, durable: false })).toMatchObject({ fsync: 'off' });
  expect(clusterSettings({ ...machine, platform: 'darwin' })).toMatchObject({ wal_sync_method: 'fsync_writethrough' });
});

test("a container's small /dev/shm is not used for parallel queries", () => {
  expect(clusterSettings(machine)).not.toHaveProperty('dynamic_shared_memory_type');
  const container = { ...machine, sharedMemory: 64 * 1024 ** 2 };
  expect(clusterSettings(container)).toMatchObject({ dynamic_shared_memory_type: 'mmap' });
});

test('no statement and no value reaches the log', () => {
  expect(clusterSettings(machine)).toMatchObject({ log_min_error_statement: 'panic', log_error_verbosity: 'terse' });
});

test('values are quoted', () => {
  expect(configurationFile({ a: "it's" })).toContain("a = 'it''s'\n");
});
