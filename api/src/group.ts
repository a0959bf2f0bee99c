import { Type, type Static } from 'typebox';
import { Basis } from './nation.ts';
import { Handle, OrgKind } from './org.ts';

const Codes = Type.Array(Type.String({ pattern: '^[A-Z]{2}$' }), { maxItems: 100 });

/** A group as conditions over the registry: all of them must hold, each by any of its values. No condition: nobody. */
export const GroupBlueprint = Type.Partial(
  Type.Object({
    basis: Type.Array(Basis, { description: 'the nation is eligible on this ground: `eu` are the EU members' }),
    nations: Codes,
    neighboursOf: Type.Array(Type.String({ pattern: '^[A-Z]{2}$' }), {
      maxItems: 100,
      description: 'the nation has a land border with one of these',
    }),
    kinds: Type.Array(OrgKind),
    teams: Type.Array(Type.Enum(['national_csirt', 'government_csirt', 'other'])),
    asns: Type.Array(Type.Integer({ minimum: 1, maximum: 4_294_967_295 }), {
      maxItems: 1000,
      description: 'answers for one of these AS numbers',
    }),
    sectors: Type.Array(Type.String({ maxLength: 100 }), {
      maxItems: 100,
      description: 'answers for one of these sectors',
    }),
    except: Type.Array(Handle, { maxItems: 1000 }),
  }),
  { additionalProperties: false },
);
export type GroupBlueprint = Static<typeof GroupBlueprint>;

const name = Type.String({ minLength: 1, maxLength: 200 });
const members = Type.Array(Handle, { maxItems: 1000 });

/** A set of orgs with a name: by hand (`blueprint` null), or kept by a blueprint as the registry changes. */
export const Group = Type.Object({
  handle: Handle,
  name,
  owner: Handle,
  blueprint: Type.Union([GroupBlueprint, Type.Null()]),
  members,
  updatedAt: Type.String(),
});
export type Group = Static<typeof Group>;

export const NewGroup = Type.Object(
  { handle: Handle, name, blueprint: Type.Optional(GroupBlueprint), members: Type.Optional(members) },
  { additionalProperties: false },
);
export type NewGroup = Static<typeof NewGroup>;

export const GroupChange = Type.Partial(
  Type.Object({ name, blueprint: Type.Union([GroupBlueprint, Type.Null()]), members }),
  { additionalProperties: false },
);
export type GroupChange = Static<typeof GroupChange>;
