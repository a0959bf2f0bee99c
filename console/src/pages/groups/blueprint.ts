import type { GroupBlueprint } from '@tocsin/api';

/** A blueprint as the form holds it: every condition is there, empty where it does not hold. */
export interface BlueprintForm {
  basis: string[];
  nations: string[];
  neighboursOf: string[];
  kinds: string[];
  teams: string[];
  asns: string;
  sectors: string;
  except: string[];
}

const entriesOf = (text: string): string[] =>
  text
    .split(/[,;\n]+/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

export function formOf(blueprint: GroupBlueprint): BlueprintForm {
  const { basis, nations, neighboursOf, kinds, teams, asns, sectors, except } = blueprint;
  return {
    basis: basis ?? [],
    nations: nations ?? [],
    neighboursOf: neighboursOf ?? [],
    kinds: kinds ?? [],
    teams: teams ?? [],
    asns: asns?.join(', ') ?? '',
    sectors: sectors?.join(', ') ?? '',
    except: except ?? [],
  };
}

/** The conditions that say something. AS numbers may carry their AS; what is none is left for the server to refuse. */
export function blueprintOf(form: BlueprintForm): GroupBlueprint {
  const asns = entriesOf(form.asns).map((entry) => Number(entry.replace(/^as/i, '')));
  const all = { ...form, asns, sectors: entriesOf(form.sectors) };
  return Object.fromEntries(Object.entries(all).filter(([, values]) => values.length > 0));
}
