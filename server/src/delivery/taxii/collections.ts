import { createHmac } from 'node:crypto';
import { stixType } from './media-type.ts';

/** A collection as one org has it in its API root. */
export interface Collection {
  readonly id: string;
  readonly alias: string;
  readonly title: string;
  readonly description?: string;
  readonly canRead: boolean;
  readonly canWrite: boolean;
  readonly contents: Contents;
}

/**
 * Where its objects are: listed in a collection of objects by its number; or the tombstones of the log; or nowhere to be
 * read, because what is sent there waits for the operator.
 */
export type Contents =
  | { readonly kind: 'entries'; readonly number: number; readonly readers?: number }
  | { readonly kind: 'tombstones' }
  | { readonly kind: 'inbox' };

/** Collection numbers of the programme itself; those that orgs are granted begin at 100. */
export const intelligenceNumber = 0;
export const eventsNumber = 1;

/** A collection that every org has, with the scope that its token needs. A desk that publishes adds a line. */
interface BuiltIn {
  readonly alias: string;
  readonly title: string;
  readonly description: string;
  readonly scope: string;
  readonly canRead: boolean;
  readonly canWrite: boolean;
  readonly contents: Contents;
}

const builtIns: readonly BuiltIn[] = [
  {
    alias: 'intelligence',
    title: 'Intelligence',
    description: 'Every STIX object that is shared with you, in the order in which it was.',
    scope: 'objects:read',
    canRead: true,
    canWrite: false,
    contents: { kind: 'entries', number: intelligenceNumber },
  },
  {
    alias: 'events',
    title: 'Events',
    description:
      'What sensors saw in your constituency: one observed-data with its sighting per host, family and hour, once the hour is over.',
    scope: 'events:read',
    canRead: true,
    canWrite: false,
    contents: { kind: 'entries', number: eventsNumber },
  },
  {
    alias: 'inbox',
    title: 'Inbox',
    description: 'Write here what you hand in. It waits as your draft until it is released.',
    scope: 'objects:write',
    canRead: false,
    canWrite: true,
    contents: { kind: 'inbox' },
  },
  {
    alias: 'withdrawals',
    title: 'Withdrawals',
    description: 'What was taken back from you: id, version and reason, without the body.',
    scope: 'objects:read',
    canRead: true,
    canWrite: false,
    contents: { kind: 'tombstones' },
  },
];

/** Aliases that no further collection can have. */
export const builtInAliases: readonly string[] = builtIns.map(({ alias }) => alias);

/** The collections that every org has, as `org` has them with these scopes, in their order. */
export function builtInCollections(org: number, scopes: readonly string[], key: string): Collection[] {
  return builtIns.map(({ scope, canRead, canWrite, ...rest }) => ({
    ...rest,
    id: collectionId(org, rest.alias, key),
    canRead: canRead && scopes.includes(scope),
    canWrite: canWrite && scopes.includes(scope),
  }));
}

/** The collection that a URL names, by its id in any case or by its alias. */
export function findCollection(all: readonly Collection[], name: string): Collection | undefined {
  const id = name.toLowerCase();
  return all.find((collection) => collection.id === id || collection.alias === name);
}

/** The collection resource (TAXII 2.1, section 5.2.1). */
export function collectionResource({ id, alias, title, description, canRead, canWrite }: Collection): object {
  return {
    id,
    title,
    ...(description !== undefined && { description }),
    alias,
    can_read: canRead,
    can_write: canWrite,
    media_types: [stixType],
  };
}

/** A UUID in the form of version 4 (RFC 9562, section 5.4) whose bits are drawn from a key: the same for the same org and alias. */
function collectionId(org: number, alias: string, key: string): string {
  const bytes = createHmac('sha256', key).update(`collection ${org} ${alias}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
