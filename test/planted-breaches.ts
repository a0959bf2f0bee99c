/** One import that must not be: the file that would hold it, what it would say, and the rule that must refuse it. */
export interface Breach {
  rule: string;
  file: string;
  imports: string;
}

/** At least one breach of every rule in .dependency-cruiser.mjs. Each lies in a file of its own. */
export const breaches: Breach[] = [
  { rule: 'api-stands-lowest', file: 'api/src/a.ts', imports: '../../server/src/kernel/errors.ts' },
  { rule: 'api-stands-lowest', file: 'stix/src/a.ts', imports: '../../console/src/main.tsx' },
  { rule: 'api-is-data', file: 'api/src/b.ts', imports: 'node:crypto' },
  { rule: 'analysis-stands-alone', file: 'analysis/src/a.ts', imports: '../../server/src/kernel/errors.ts' },
  { rule: 'analysis-stands-alone', file: 'analysis/train/a.ts', imports: '../../api/src/index.ts' },
  { rule: 'analysis-touches-nothing', file: 'analysis/src/b.ts', imports: 'node:fs' },
  { rule: 'analysis-touches-nothing', file: 'analysis/src/evaluate/b.ts', imports: 'node:crypto' },
  { rule: 'server-knows-no-client', file: 'server/src/ingest/a.ts', imports: '../../../scenario/src/index.ts' },
  { rule: 'server-knows-no-client', file: 'server/src/ingest/b.ts', imports: '@tocsin/scenario' },
  { rule: 'clients-know-the-api-alone', file: 'cli/src/a.ts', imports: '../../server/src/kernel/errors.ts' },
  { rule: 'clients-know-the-api-alone', file: 'cli/src/b.ts', imports: '@tocsin/scenario' },
  { rule: 'clients-know-the-api-alone', file: 'console/src/a.ts', imports: '../../cli/src/tocsin.ts' },
  { rule: 'scenario-plays-the-public-api', file: 'scenario/src/a.ts', imports: '../../server/src/kernel/db.ts' },

  { rule: 'rank-kernel', file: 'server/src/kernel/a.ts', imports: '#sharing/index.ts' },
  { rule: 'rank-audit', file: 'server/src/audit/a.ts', imports: '#auth/index.ts' },
  { rule: 'rank-audit', file: 'server/src/audit/store.ts', imports: '#delivery/store.ts' },
  { rule: 'rank-auth', file: 'server/src/auth/a.ts', imports: '#registry/index.ts' },
  { rule: 'rank-registry', file: 'server/src/registry/a.ts', imports: '#sharing/index.ts' },
  { rule: 'rank-sharing', file: 'server/src/sharing/a.ts', imports: '#ingest/index.ts' },
  { rule: 'rank-intelligence', file: 'server/src/intelligence/a.ts', imports: '#ingest/index.ts' },
  { rule: 'rank-ingest', file: 'server/src/ingest/c.ts', imports: '../escalation/index.ts' },
  { rule: 'rank-desks', file: 'server/src/escalation/a.ts', imports: '#delivery/index.ts' },
  { rule: 'rank-delivery', file: 'server/src/delivery/a.ts', imports: '../publication/index.ts' },
  { rule: 'desks-stand-apart', file: 'server/src/escalation/b.ts', imports: '../disruption/index.ts' },
  { rule: 'two-faces', file: 'server/src/ingest/d.ts', imports: '#sharing/decide.ts' },
  { rule: 'two-faces', file: 'server/src/ingest/routes.ts', imports: '#registry/pipeline/store.ts' },
  { rule: 'pure-files-know-no-io-files', file: 'server/src/ingest/e.ts', imports: './store.ts' },
  { rule: 'pure-files-know-no-io-files', file: 'server/src/delivery/b.ts', imports: '#sharing/store.ts' },
  { rule: 'pure-files-know-no-io-files', file: 'server/src/registry/b.ts', imports: './pipeline/store.ts' },
  { rule: 'pure-files-touch-nothing', file: 'server/src/ingest/f.ts', imports: 'node:fs' },
  { rule: 'pure-files-touch-nothing', file: 'server/src/ingest/g.ts', imports: 'node:net' },
  { rule: 'pure-files-touch-nothing', file: 'server/src/ingest/h.ts', imports: 'node:fs/promises' },
  { rule: 'pure-files-touch-nothing', file: 'server/src/ingest/i.ts', imports: 'pg' },
  { rule: 'pure-files-touch-nothing', file: 'server/src/ingest/j.ts', imports: '#kernel/db.ts' },
  { rule: 'one-door-to-the-outside', file: 'server/src/ingest/client.ts', imports: 'node:https' },
  { rule: 'the-decision-stands-alone', file: 'server/src/sharing/decide.ts', imports: '#kernel/clock.ts' },
  { rule: 'nobody-imports-main', file: 'server/src/delivery/c.ts', imports: '../main.ts' },
  { rule: 'nobody-imports-main', file: 'server/src/kernel/h.ts', imports: '../main/serve.ts' },

  { rule: 'ui-knows-no-page', file: 'console/src/ui/a.tsx', imports: '../pages/hosts/page.tsx' },
  { rule: 'pages-stand-apart', file: 'console/src/pages/events/a.tsx', imports: '../hosts/page.tsx' },
  { rule: 'console-runs-in-a-browser', file: 'console/src/b.ts', imports: 'node:path' },

  { rule: 'no-cycles', file: 'server/src/kernel/b.ts', imports: './b-back.ts' },
  { rule: 'no-orphans', file: 'server/src/kernel/alone.ts', imports: '' },
  { rule: 'no-dead-modules', file: 'server/src/kernel/unreached.ts', imports: './errors.ts' },
  { rule: 'no-tests-in-production', file: 'server/src/kernel/c.ts', imports: '../../test/database.ts' },
  { rule: 'no-tests-in-production', file: 'server/src/kernel/d.ts', imports: './errors.test.ts' },
  { rule: 'no-development-packages-in-production', file: 'server/src/kernel/e.ts', imports: 'development-tool' },
  { rule: 'no-undeclared-packages', file: 'server/src/kernel/f.ts', imports: 'undeclared' },
  { rule: 'no-unresolvable', file: 'server/src/kernel/g.ts', imports: './gone.ts' },
];

const nothing = 'export {};\n';

/** What the breaches lie in: a house in which all else is in order. */
export const house: Record<string, string> = {
  'package.json': JSON.stringify({ type: 'module', devDependencies: { 'development-tool': '1.0.0' } }),
  'api/package.json': JSON.stringify({ name: '@tocsin/api', type: 'module', exports: './src/index.ts' }),
  'scenario/package.json': JSON.stringify({ name: '@tocsin/scenario', type: 'module', exports: './src/index.ts' }),
  'server/package.json': JSON.stringify({
    name: '@tocsin/server',
    type: 'module',
    dependencies: { pg: '1.0.0', '@tocsin/scenario': '*' },
    imports: Object.fromEntries(
      ['kernel', 'auth', 'audit', 'registry', 'sharing', 'ingest', 'delivery'].map((name) => [
        `#${name}/*`,
        `./src/${name}/*`,
      ]),
    ),
  }),
  'cli/package.json': JSON.stringify({ type: 'module', dependencies: { '@tocsin/scenario': '*' } }),
  ...Object.fromEntries(
    ['pg', 'development-tool', 'undeclared'].flatMap((name) => [
      [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' })],
      [`node_modules/${name}/index.js`, 'module.exports = {};\n'],
    ]),
  ),
  'api/src/index.ts': nothing,
  'scenario/src/index.ts': nothing,
  'cli/src/tocsin.ts': nothing,
  'console/src/main.tsx': nothing,
  'console/src/pages/hosts/page.tsx': nothing,
  'server/src/main.ts': nothing,
  'server/src/main/serve.ts': nothing,
  'server/test/database.ts': nothing,
  'server/src/kernel/clock.ts': nothing,
  'server/src/kernel/db.ts': nothing,
  'server/src/kernel/errors.ts': nothing,
  'server/src/kernel/errors.test.ts': nothing,
  'server/src/kernel/b-back.ts': "import './b.ts';\n",
  'server/src/registry/pipeline/store.ts': nothing,
  ...Object.fromEntries(
    ['auth', 'registry', 'sharing', 'ingest', 'delivery', 'escalation', 'disruption', 'publication'].flatMap((name) => [
      [`server/src/${name}/index.ts`, nothing],
      [`server/src/${name}/store.ts`, nothing],
    ]),
  ),
};
