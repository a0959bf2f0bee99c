import { openSnapshot } from '#registry/ip-data/index.ts';
import { createEnricher, createMethodNames } from './enrich.ts';
import type { PipelineFacts, SourceFacts } from './facts.ts';
import { createFamilyNames } from './family-names.ts';
import { compileWarningTables, createFilter } from './filter.ts';
import type { RecordRules } from './portion-builder.ts';
import { compileRoutingTables, createRouter } from './router.ts';

/** Compiles the facts once; the answer gives the rules of each source, made when it is first asked for. */
export function compileRules(facts: PipelineFacts): (source: SourceFacts) => RecordRules {
  const routing = compileRoutingTables(facts.registry);
  const warnings = compileWarningTables(facts.registry.warninglists);
  const shared = {
    enrich: createEnricher(facts.ipData === null ? null : openSnapshot(facts.ipData.image)),
    methodsOf: createMethodNames(facts.ipData?.id ?? null),
    familyOf: createFamilyNames(facts.registry.families),
    retentionDays: facts.retentionDays,
  };
  // Keyed by what the source declares, so that a change of it makes new rules.
  const made = new Map<string, RecordRules>();
  return (source) => {
    const key = JSON.stringify(source);
    let rules = made.get(key);
    if (rules === undefined) {
      rules = { router: createRouter(routing, source), filter: createFilter(warnings, source, facts.drill), ...shared };
      made.set(key, rules);
    }
    return rules;
  };
}
