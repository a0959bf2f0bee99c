import { Type, type Static } from 'typebox';

const Rights = { read: Type.Boolean(), write: Type.Boolean() };

/** A TAXII collection beyond those that every org has. */
export const CollectionOut = Type.Object({
  id: Type.String({ format: 'uuid' }),
  alias: Type.String(),
  title: Type.String(),
  description: Type.Union([Type.String(), Type.Null()]),
  createdAt: Type.String(),
  createdBy: Type.String(),
  grants: Type.Array(Type.Object({ org: Type.String(), ...Rights })),
});
export type CollectionOut = Static<typeof CollectionOut>;

export const NewCollection = Type.Object({
  alias: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,48}$', description: 'may stand in URLs for the id' }),
  title: Type.String({ minLength: 1, maxLength: 200 }),
  description: Type.Optional(Type.String({ maxLength: 2000 })),
});
export type NewCollection = Static<typeof NewCollection>;

export const CollectionRights = Type.Object(Rights);
export type CollectionRights = Static<typeof CollectionRights>;
