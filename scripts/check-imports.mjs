// Fails where an import breaks a rule of .dependency-cruiser.mjs, or where fewer modules are seen than scripts/module-floor.json
// demands: a cruiser that sees nothing (a TypeScript without its JavaScript interface, a moved folder) finds nothing wrong.
import { readFileSync } from 'node:fs';
import { inRoot, root } from './bootstrap/paths.mjs';
import { cruise } from './import-rules.mjs';

const { modules, violations, rules } = await cruise(root);
const floor = JSON.parse(readFileSync(inRoot('scripts/module-floor.json'), 'utf8')).modules;

for (const { rule, from, to } of violations) console.error(`${rule.name}: ${from}${to === from ? '' : ` → ${to}`}`);
for (const name of new Set(violations.map(({ rule }) => rule.name))) {
  console.error(`\n${name}: ${rules.find((rule) => rule.name === name)?.comment ?? ''}`);
}
if (modules.length < floor) console.error(`Only ${modules.length} modules seen; at least ${floor} are there.`);
console.log(`${modules.length} modules, ${rules.length} rules, ${violations.length} violations`);
process.exit(violations.length > 0 || modules.length < floor ? 1 : 0);
