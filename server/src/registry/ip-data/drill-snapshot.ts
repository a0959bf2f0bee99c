import { addRecord, createCompilation, finishCompilation } from './compile.ts';
import { drillInfrastructure, drillPlan } from './drill-plan.ts';
import { makeRecord } from './inputs/record.ts';
import { createTally, summarize } from './inputs/tally.ts';
import { parsePrefix } from './prefix.ts';
import { openSnapshot, type IpSnapshot } from './snapshot.ts';

/** The name under which the registry knows the built-in snapshot. */
export const DRILL_SNAPSHOT = 'drill-plan';
/** The plan is part of the programme; it stands for no day of the real world. */
const BUILT_AT = '2026-01-01T00:00:00.000Z';
const METHODS = { asn: 'drill-plan', country: 'drill-plan' } as const;

/** The drill's own snapshot, compiled from its address plan in a few milliseconds. */
export function drillSnapshot(): IpSnapshot {
  const compilation = createCompilation();
  const tally = createTally();
  for (const { nation, providers } of [...drillPlan(), { nation: '', providers: [drillInfrastructure] }]) {
    for (const { name, asn, prefixes4, prefixes6 } of providers) {
      const prefixes = [...prefixes4, ...prefixes6].flatMap((text) => parsePrefix(text) ?? []);
      const record = makeRecord(prefixes, [asn], nation, name);
      if (typeof record === 'string') throw new RangeError(`the drill plan is wrong: AS ${asn}, ${record}`);
      addRecord(compilation, METHODS, record);
      tally.rows += 1;
      tally.prefixes += record.prefixes.length;
    }
  }
  const input = summarize(tally, { name: 'drill plan', kind: 'drill-plan', date: null, sha256: '', warnings: [] });
  return openSnapshot(finishCompilation(compilation, { name: DRILL_SNAPSHOT, builtAt: BUILT_AT, inputs: [input] }));
}
