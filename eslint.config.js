import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const tests = ['**/*.test.ts', '**/*.test.tsx', '**/test/**', '**/breaches/**'];

/** "Now" is asked of kernel/clock.ts alone, so that a test can drive it (DESIGN.md, invariant 8). */
const noWallClock = [
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Ask the clock: kernel/clock.ts.' },
  {
    selector: 'CallExpression[callee.object.name="Date"][callee.property.name="now"]',
    message: 'Ask the clock: kernel/clock.ts.',
  },
];

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/',
      '**/dist/',
      '**/coverage/',
      '.tools/',
      '.data/',
      'tmp/',
      'test/breaches/',
      'api/openapi.json',
      'console/public/',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-console': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'object-shorthand': 'error',
      'prefer-const': ['error', { destructuring: 'all' }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true, named: true, defaultFrom: true } }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // `return reply.send()` and `(): void | Promise<void>` say plainly what they mean.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-invalid-void-type': 'off',
      // `async () => void (await work())` keeps what the work answers to itself.
      '@typescript-eslint/no-meaningless-void-operator': 'off',
      // Looking for control characters is our trade: they come in hostile input.
      'no-control-regex': 'off',
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { attributes: false, arguments: false } },
      ],
      // A generic that names what the caller expects of a row (`tx.query<Row>()`) is worth having although it is used once.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // Fastify plugins and handlers are async by contract, whether or not they wait for anything.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['server/**/*.ts'],
    ignores: ['server/src/kernel/clock.ts', ...tests],
    rules: { 'no-restricted-syntax': ['error', ...noWallClock] },
  },
  {
    files: ['console/**/*.ts', 'console/**/*.tsx'],
    extends: [reactHooks.configs.flat['recommended-latest']],
    rules: {
      // The router is told of redirects by throwing what it makes.
      '@typescript-eslint/only-throw-error': 'off',
      // About libraries that React's compiler would skip; we build without it.
      'react-hooks/incompatible-library': 'off',
    },
  },
  {
    // Programs whose product is what they print.
    files: [
      'cli/**/*.ts',
      'server/src/main.ts',
      'server/src/main/maintain.ts',
      'server/bench/**/*.ts',
      'server/soak/**/*.ts',
      'server/conformance/**/*.ts',
      'stix/bench/**/*.ts',
      'analysis/src/evaluate/main.ts',
      'analysis/train/**/*.ts',
      'scripts/**',
      'test/**/*.ts',
    ],
    rules: { 'no-console': 'off' },
  },
  {
    // What a tool loads must be a default export; main.tsx and the route tree have none of their own.
    files: ['*.config.ts', '*/*.config.ts', '*.config.js', '**/global-setup.ts'],
    rules: { 'no-restricted-exports': 'off' },
  },
  {
    files: tests,
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['**/*.mjs', '**/*.js', '**/*.cjs'],
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        performance: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
        URL: 'readonly',
      },
    },
  },
);
