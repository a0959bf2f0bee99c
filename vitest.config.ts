import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

type TestOptions = NonNullable<TestProjectInlineConfiguration['test']>;

/** Limits after which a test counts as hung: real PostgreSQL on two busy cores, not a measure of speed. */
const patient = {
  testTimeout: 60_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 30_000 } },
  setupFiles: ['test/seed.ts'],
};

const project = (name: string, include: string[], options: TestOptions = {}): TestProjectInlineConfiguration => ({
  test: { name, include, ...patient, ...options },
});

/** Tests beside the code of one workspace. */
const workspace = (name: string) =>
  project(name, [
    `${name}/{src,bench,soak,map,train}/**/*.test.{ts,tsx}`,
    ...(name === 'console' ? [] : [`${name}/test/*.test.ts`]),
  ]);

export default defineConfig({
  test: {
    // One embedded PostgreSQL for the whole run, started once here at the root and not once per project;
    // each test file clones its own database from a migrated template.
    globalSetup: ['server/test/global-setup.ts'],
    projects: [
      ...['stix', 'analysis', 'api', 'server', 'cli', 'console', 'scenario'].map(workspace),
      project('repository', ['test/**/*.test.ts', 'scripts/**/*.test.ts']),
      project('flows', ['server/test/flows/**/*.test.ts'], { sequence: { groupOrder: 1 } }),
      // A real browser against the real server: alone on the machine, one file after the other.
      project('browser', ['console/test/**/*.test.ts'], {
        sequence: { groupOrder: 2 },
        fileParallelism: false,
        testTimeout: 120_000,
      }),
    ],
  },
});
