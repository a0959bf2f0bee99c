import { defineConfig } from 'vitest/config';

/**
 * Tests over ../shared/data, material that lies beside the repository and is not part of it. They are not in
 * `npm test`, which must pass in a bare clone; `.ci/run` plays them where the data is there.
 */
export default defineConfig({
  test: {
    name: 'shared-data',
    globalSetup: ['server/test/global-setup.ts'],
    include: ['{server,stix,analysis}/test/shared-data/**/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
});
