import { drillPlan as planOf, type DrillNation } from '@tocsin/api/drill-plan.ts';
import { eligibleNations } from '../nations/nations.ts';

export { drillInfrastructure } from '@tocsin/api/drill-plan.ts';

const names = new Map(eligibleNations.map(({ code, name }) => [code, name]));

/** The address plan of the drill with the names that a new programme gives to its nations. */
export const drillPlan = (): DrillNation[] => planOf((code) => names.get(code) ?? code);
