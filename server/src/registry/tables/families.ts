import { familyName } from '../families/family-name.ts';
import { emptyAsNull, isRefusal, readOrigin, type Origin, type TableFormat } from './format.ts';

/** One alias of a family, or the family itself where the alias is null. */
export interface FamilyRow extends Origin {
  readonly name: string;
  readonly alias: string | null;
  readonly note: string | null;
}

/** A family stands for itself: no import takes it away, for events refer to it. */
const bare = { layer: 'automatic', import: null, note: null } as const;

export const familiesFormat: TableFormat<FamilyRow> = {
  columns: ['name', 'alias', 'layer', 'import', 'note'],
  required: ['name', 'alias'],

  write: ({ name, alias, layer, import: from, note }) =>
    alias === null ? [name, '', '', '', ''] : [name, alias, layer, from ?? '', note ?? ''],

  read(cells, _world, importName) {
    const name = familyName(cells('name'));
    const alias = familyName(cells('alias'));
    if (name === '' || name.length > 100) return { refusal: 'the name is empty or longer than 100 characters' };
    if (alias.length > 100) return { refusal: 'the alias is longer than 100 characters' };
    if (alias === name) return { refusal: 'the alias is the name itself' };
    if (alias === '') return { name, alias: null, ...bare };
    const origin = readOrigin(cells, importName);
    return isRefusal(origin) ? origin : { name, alias, note: emptyAsNull(cells('note')), ...origin };
  },

  key: ({ name, alias }) => (alias === null ? `family ${name}` : `alias ${alias}`),

  origin: (row) => ({ layer: row.layer, import: row.import }),

  /** A name leads to one family: it is never the alias of another. */
  settle(added, standing, world) {
    const names = new Set([...world.families, ...added.map(({ name }) => name)]);
    const aliases = new Map(standing.flatMap(({ alias, name }) => (alias === null ? [] : [[alias, name] as const])));
    const refusals = new Map<FamilyRow, string>();
    for (const row of added) {
      const leadsTo = aliases.get(row.name);
      if (row.alias !== null && names.has(row.alias))
        refusals.set(row, `"${row.alias}" is the name of a family itself`);
      else if (leadsTo !== undefined) refusals.set(row, `"${row.name}" is an alias of ${leadsTo}`);
    }
    return refusals;
  },
};
