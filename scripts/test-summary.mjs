// Prints each failed test by name and, as its last line, `N passed, N failed` from vitest's JSON results: node scripts/test-summary.mjs FILE...
// A file that did not load, or an error outside any test, counts as a failure. Exit code 1 if anything failed, or nothing passed.
import { existsSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';

/** @param {string | undefined} text */
const firstLine = (text) => (text ?? '').split('\n', 1)[0]?.slice(0, 200) ?? '';

let passed = 0;
let failed = 0;
for (const file of process.argv.slice(2)) {
  if (!existsSync(file)) {
    console.log(`no result at ${file}: its tests did not run`);
    process.exit(1);
  }
  const result = JSON.parse(readFileSync(file, 'utf8'));
  passed += result.numPassedTests;
  const unloaded = result.testResults.filter(
    (/** @type {{ status: string, assertionResults: { status: string }[] }} */ one) =>
      one.status === 'failed' && !one.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  for (const { name, status, message, assertionResults } of result.testResults) {
    const broken = assertionResults.filter((/** @type {{ status: string }} */ test) => test.status === 'failed');
    for (const test of broken)
      console.log(`FAILED: ${relative('.', name)} > ${test.fullName}: ${firstLine(test.failureMessages?.[0])}`);
    if (status === 'failed' && broken.length === 0)
      console.log(`FAILED: ${relative('.', name)}: ${firstLine(message)}`);
  }
  const counted = result.numFailedTests + unloaded;
  failed += counted === 0 && !result.success ? 1 : counted;
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
