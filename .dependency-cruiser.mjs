// The import rules of DESIGN.md section 4, executable. Each has a planted breach in test/import-rules.test.ts that proves that it bites.
// Patterns are anchored with / at folder borders: an unanchored `server` would match `observer` too.

/** Slices of server/src, low to high; those on one line are peers. */
const ranks = [
  ['kernel'],
  // audit stands below auth: signing in is recorded too, and what records must not need what it records.
  ['audit'],
  ['auth'],
  ['registry'],
  ['sharing'],
  ['intelligence'],
  ['ingest'],
  ['disruption', 'remediation', 'escalation', 'media', 'workroom', 'capacity'],
  ['delivery'],
  ['publication'],
];
const desks = ranks[7];

const any = (names) => `(${names.join('|')})`;
const workspaces = (...names) => `^${any(names)}/`;
const slice = (...names) => `^server/src/${any(names)}/`;

/** A feature: a slice above the kernel. main/ is what main.ts consists of. */
const feature = '^server/src/(?!kernel/|main/)([^/]+)/';
const test = String.raw`\.test\.tsx?$|^(server|console|cli|scenario|api|analysis)/test/`;
/** Files that may touch the world, by their name or the folder named so. */
const io = String.raw`^server/src/(?!kernel/|main/).+/(store|routes|jobs|client|worker)(\.ts$|/)`;
/** Programs: each is where one process starts. */
const entries = String.raw`^(server/src/main|server/src/.+/worker|server/(bench|soak|conformance)/main|cli/src/tocsin|console/src/main|scenario/src/(index|main)|api/src/index|stix/src/index|stix/bench/main|analysis/(src/index|src/evaluate/main|train/main))\.tsx?$`;

const rankRules = ranks.slice(0, -1).map((names, index) => ({
  name: `rank-${names.length > 2 ? 'desks' : names.join('-')}`,
  comment: `${names.join(', ')}: imports only what stands below. To be told of something above, offer an outbox event or take a function.`,
  severity: 'error',
  from: { path: slice(...names), pathNot: test },
  to: { path: slice(...ranks.slice(index + 1).flat()) },
}));

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    // Workspaces
    {
      name: 'api-stands-lowest',
      comment: 'The api is what server and clients agree on. If it knew either, the other would too.',
      severity: 'error',
      from: { path: workspaces('api', 'stix'), pathNot: test },
      to: { path: workspaces('server', 'cli', 'console', 'scenario', 'analysis') },
    },
    {
      name: 'api-is-data',
      comment: 'Schemas and a route table, loaded by browsers too: no Node modules.',
      severity: 'error',
      from: { path: workspaces('api', 'stix'), pathNot: test },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'analysis-stands-alone',
      comment:
        'The analysis is a library that others can use without the rest: it knows texts and numbers, and nothing of ours.',
      severity: 'error',
      from: { path: workspaces('analysis'), pathNot: test },
      to: { path: workspaces('stix', 'api', 'server', 'cli', 'console', 'scenario') },
    },
    {
      name: 'analysis-touches-nothing',
      comment:
        'What is analysed is handed in and what comes out is returned, so that it runs in workers and browsers too. Files are read by train/ and by what evaluates.',
      severity: 'error',
      from: { path: workspaces('analysis'), pathNot: String.raw`${test}|^analysis/(train/|src/evaluate/main\.ts$)` },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'server-knows-no-client',
      comment: 'The server answers whoever asks; console, cli and scenario are clients like any other.',
      severity: 'error',
      from: { path: '^server/', pathNot: test },
      to: { path: workspaces('console', 'cli', 'scenario') },
    },
    {
      name: 'clients-know-the-api-alone',
      comment: 'Console and cli can do what the public API can do, so that nobody needs them to do it.',
      severity: 'error',
      from: { path: workspaces('console', 'cli'), pathNot: test },
      to: { path: workspaces('server', 'scenario', 'cli', 'console', 'analysis'), pathNot: '^$1/' },
    },
    {
      name: 'scenario-plays-the-public-api',
      comment: 'The drill proves the product only if it has no way in that a member lacks.',
      severity: 'error',
      from: { path: workspaces('scenario'), pathNot: test },
      to: { path: workspaces('server', 'cli', 'console', 'analysis') },
    },

    // Slices of the server
    ...rankRules,
    {
      name: 'desks-stand-apart',
      comment: 'A desk that knows another desk cannot be changed, or left out, alone. They meet in outbox events.',
      severity: 'error',
      from: { path: slice(...desks), pathNot: test },
      to: { path: slice(...desks), pathNot: slice('$1') },
    },
    {
      name: 'two-faces',
      comment:
        'Of another feature one sees index.ts (pure; a large part of it may have its own) and its store.ts (rows) and nothing else; what lies behind may change freely.',
      severity: 'error',
      from: { path: feature, pathNot: test },
      to: { path: feature, pathNot: String.raw`^server/src/($1/|[^/]+/store\.ts$|.+/index\.ts$)` },
    },
    {
      name: 'pure-files-know-no-io-files',
      comment: 'IO calls rules, never the other way round: a rule takes facts and now, and returns a value.',
      severity: 'error',
      from: { path: feature, pathNot: `${test}|${io}` },
      to: { path: io, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'pure-files-touch-nothing',
      comment:
        'IO only in store.ts (SQL), routes.ts (HTTP), jobs.ts, client.ts, worker.ts and kernel/. The rest can be tested without a world.',
      severity: 'error',
      from: { path: feature, pathNot: `${test}|${io}` },
      to: {
        path: String.raw`^(node:)?(fs|fs/promises|net|tls|http|https|http2|dgram|dns|dns/promises|child_process|cluster|worker_threads)$|^node_modules/(pg|pg-boss|pg-copy-streams|kysely|fastify|@fastify/[^/]+|undici|nodemailer|maxmind)/|^server/src/kernel/((db|http|jobs|outbox|migrations|worker-(pool|serve))\.ts$|(embedded-postgres|backup|outbound)/)`,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'one-door-to-the-outside',
      comment:
        'Every request to another server goes through kernel/outbound/, which checks where it really leads. A second client is a second chance for SSRF. (kernel/tls/ makes servers, and asks nobody.)',
      severity: 'error',
      from: { path: '^server/src/', pathNot: `${test}|^server/src/kernel/(outbound|tls)/` },
      to: { path: String.raw`^(node:)?(http|https|http2)$|^node_modules/undici/`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'the-decision-stands-alone',
      comment:
        'Who may see what follows from the facts handed in. sharing/decide.ts reads nothing else, so that it can be read alone.',
      severity: 'error',
      from: { path: String.raw`^server/src/sharing/decide\.ts$` },
      to: { pathNot: [String.raw`^server/src/sharing/`, '^api/'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nobody-imports-main',
      comment: 'main.ts and its parts in main/ are the composition root: it knows everything, and is not known.',
      severity: 'error',
      from: { pathNot: String.raw`${test}|^server/(bench|soak)/|^server/src/main(\.ts$|/)` },
      to: { path: String.raw`^server/src/main(\.ts$|/)` },
    },

    // Console
    {
      name: 'ui-knows-no-page',
      comment:
        'ui/ is the design system: it draws what it is given. components/ add the words of the programme; pages use both.',
      severity: 'error',
      from: { path: '^console/src/(ui|components)/', pathNot: test },
      to: { path: '^console/src/(pages|routes|shell)/' },
    },
    {
      name: 'pages-stand-apart',
      comment: 'What two pages share belongs to components/ or ui/.',
      severity: 'error',
      from: { path: '^console/src/pages/([^/]+)/', pathNot: test },
      to: { path: '^console/src/pages/[^/]+/', pathNot: '^console/src/pages/$1/' },
    },
    {
      name: 'console-runs-in-a-browser',
      comment: 'A browser has no Node modules.',
      severity: 'error',
      from: { path: '^console/src/', pathNot: test },
      to: { dependencyTypes: ['core'] },
    },

    // Everywhere
    {
      name: 'no-cycles',
      comment: 'Two files that import each other are one file, or miss a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that imports nothing and that nobody imports does nothing.',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: [test, entries, String.raw`\.d\.ts$|^[^/]+/[^/]+\.config\.(ts|js)$|^console/public/`],
      },
      to: {},
    },
    {
      name: 'no-dead-modules',
      comment: 'Code that no program reaches is not part of the product; if only its test needs it, it is a toy.',
      severity: 'error',
      from: { path: entries },
      to: {
        path: String.raw`^(server|cli|console|scenario|analysis)/src/.+\.tsx?$`,
        pathNot: [test, entries, String.raw`\.d\.ts$`],
        reachable: false,
      },
    },
    {
      name: 'no-tests-in-production',
      comment: 'What ships does not need what tests it.',
      severity: 'error',
      from: { path: '^(api|server|cli|console|scenario|analysis)/(src|bench|soak|conformance|train)/', pathNot: test },
      to: { path: test },
    },
    {
      name: 'no-development-packages-in-production',
      comment: 'A package that the product imports is a dependency: it is shipped, licensed and answered for.',
      severity: 'error',
      from: { path: '^(api|server|cli|scenario|analysis)/src/', pathNot: test },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-undeclared-packages',
      comment: 'Import only what the workspace names in its package.json, not what happens to lie in node_modules.',
      severity: 'error',
      from: { path: '^(api|server|cli|console|scenario|analysis)/src/', pathNot: test },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that cannot be followed escapes every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: String.raw`^virtual:|\?(raw|url|worker)$` },
    },
  ],
  options: {
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: '(^|/)(dist|coverage|breaches)/' },
    // Types count: a rank that holds only at run time is not one.
    tsPreCompilationDeps: 'specify',
    combinedDependencies: true,
    moduleSystems: ['es6'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'module', 'browser', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.d.ts', '.mjs', '.js', '.json', '.css'],
    },
  },
};
