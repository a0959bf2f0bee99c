import type { GroupBlueprint } from '@tocsin/api/group.ts';
import type { OrgId } from '../facts.ts';
import { neighboursOf } from './neighbours.ts';

/** An org as blueprints see it. */
export interface BlueprintOrg {
  readonly id: OrgId;
  readonly handle: string;
  readonly kind: string;
  readonly nation: string | null;
  readonly team: string | null;
}

/** What of the registry a blueprint looks at. */
export interface BlueprintRegistry {
  readonly orgs: readonly BlueprintOrg[];
  /** Nation -> its basis. */
  readonly basis: ReadonlyMap<string, string>;
  /** Constituencies in force. */
  readonly entries: readonly { readonly org: OrgId; readonly kind: string; readonly value: string }[];
}

/**
 * The members that a blueprint describes, ascending: orgs for which all of its conditions hold, each by any of its values.
 * `{basis: ['eu'], kinds: ['government']}` are the government teams of EU members, `{teams: ['national_csirt']}` the
 * national CSIRTs, `{neighboursOf: ['UA']}` the orgs of the neighbours of Ukraine, `{asns: [64500]}` those that answer for
 * that AS. A condition without values, and a blueprint without conditions, describe nobody. Whether an org is
 * enrolled is for the sharing rule to say: a group does not lose a member that is suspended for a day.
 */
export function evaluateBlueprint(blueprint: GroupBlueprint, registry: BlueprintRegistry): OrgId[] {
  const { basis, nations, neighboursOf: around, kinds, teams, asns, sectors, except = [] } = blueprint;
  const holders = (kind: string, values: readonly string[]): Set<OrgId> =>
    new Set(
      registry.entries.filter((entry) => entry.kind === kind && values.includes(entry.value)).map(({ org }) => org),
    );
  const near = around && new Set(around.flatMap(neighboursOf));
  const ofAsn = asns && holders('asn', asns.map(String));
  const ofSector = sectors && holders('sector', sectors);
  const conditions: ((org: BlueprintOrg) => boolean)[] = [];
  if (basis)
    conditions.push(({ nation }) => nation !== null && (basis as string[]).includes(registry.basis.get(nation) ?? ''));
  if (nations) conditions.push(({ nation }) => nation !== null && nations.includes(nation));
  if (near) conditions.push(({ nation }) => nation !== null && near.has(nation));
  if (kinds) conditions.push(({ kind }) => (kinds as string[]).includes(kind));
  if (teams) conditions.push(({ team }) => team !== null && (teams as string[]).includes(team));
  if (ofAsn) conditions.push(({ id }) => ofAsn.has(id));
  if (ofSector) conditions.push(({ id }) => ofSector.has(id));
  if (conditions.length === 0) return [];
  return registry.orgs
    .filter((org) => !except.includes(org.handle) && conditions.every((holds) => holds(org)))
    .map(({ id }) => id)
    .sort((a, b) => a - b);
}
