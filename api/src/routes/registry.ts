import { Type } from 'typebox';
import { Nation, NationChange } from '../nation.ts';
import { Constituency, Contact, Handle, ImportReport, NewConstituency, NewContact, NewOrg, Org, OrgChange, OrgKind } from '../org.ts';
import { table } from '../route.ts';

const Code = Type.Object({ code: Type.String({ pattern: '^[A-Z]{2}$' }) });
const ByHandle = Type.Object({ handle: Handle });
const EntryOf = Type.Object({ handle: Handle, id: Type.Integer() });
const Table = Type.Enum(['nations', 'orgs', 'constituencies', 'contacts', 'families', 'autonomous-systems']);
const read = { tag: 'registry', auth: 'org', scope: 'registry:read' } as const;
const write = { tag: 'registry', auth: 'operator', scope: 'registry:write' } as const;

export const IpSnapshot = Type.Object({
  id: Type.Integer(), name: Type.String(), builtAt: Type.String(), active: Type.Boolean(),
  prefixes4: Type.Integer(), prefixes6: Type.Integer(), inputs: Type.Unknown(),
});
export const Warninglist = Type.Object({
  id: Type.Integer(), name: Type.String(),
  kind: Type.Enum(['scanner', 'researcher', 'sinkhole', 'resolver', 'benign']),
  enabled: Type.Boolean(), addresses: Type.Integer(), domains: Type.Integer(), updatedAt: Type.String(),
});
export const Family = Type.Object({ id: Type.Integer(), name: Type.String(), aliases: Type.Array(Type.String()) });

export const registryRoutes = table({
  nations: { ...read, method: 'GET', path: '/api/nations', summary: 'The eligible nations and their teams', response: Type.Array(Nation) },
  nation: { ...read, method: 'GET', path: '/api/nations/:code', summary: 'One nation', params: Code, response: Nation },
  changeNation: { ...write, method: 'PATCH', path: '/api/nations/:code', summary: 'Change a nation', params: Code, body: NationChange, response: Nation },
  orgs: {
    ...read, method: 'GET', path: '/api/orgs', summary: 'Organisations that the caller may see',
    query: Type.Object({ kind: Type.Optional(OrgKind), nation: Type.Optional(Type.String()), q: Type.Optional(Type.String({ maxLength: 100 })) }),
    response: Type.Array(Org),
  },
  createOrg: { ...write, method: 'POST', path: '/api/orgs', summary: 'Add an organisation', body: NewOrg, response: Org, status: 201 },
  org: { ...read, method: 'GET', path: '/api/orgs/:handle', summary: 'One organisation', params: ByHandle, response: Org },
  changeOrg: { ...write, method: 'PATCH', path: '/api/orgs/:handle', summary: 'Change an organisation', params: ByHandle, body: OrgChange, response: Org },
  constituency: { ...read, method: 'GET', path: '/api/orgs/:handle/constituency', summary: 'What an organisation answers for, both layers', params: ByHandle, response: Type.Array(Constituency) },
  addConstituency: { ...write, method: 'POST', path: '/api/orgs/:handle/constituency', summary: 'Add a manual entry', params: ByHandle, body: NewConstituency, response: Constituency, status: 201 },
  removeConstituency: { ...write, method: 'DELETE', path: '/api/orgs/:handle/constituency/:id', summary: 'Remove a manual entry', params: EntryOf, status: 204 },
  contacts: { ...read, method: 'GET', path: '/api/orgs/:handle/contacts', summary: 'Contacts of an organisation', params: ByHandle, response: Type.Array(Contact) },
  addContact: { ...write, method: 'POST', path: '/api/orgs/:handle/contacts', summary: 'Add a contact', params: ByHandle, body: NewContact, response: Contact, status: 201 },
  changeContact: { ...write, method: 'PATCH', path: '/api/orgs/:handle/contacts/:id', summary: 'Change a manual contact', params: EntryOf, body: Type.Partial(NewContact, { additionalProperties: false }), response: Contact },
  removeContact: { ...write, method: 'DELETE', path: '/api/orgs/:handle/contacts/:id', summary: 'Remove a manual contact', params: EntryOf, status: 204 },
  exportTable: { ...read, auth: 'operator', method: 'GET', path: '/api/registry/:table.csv', summary: 'A table of the registry as CSV', params: Type.Object({ table: Table }), produces: ['text/csv'] },
  importTable: {
    ...write, method: 'POST', path: '/api/registry/:table.csv', summary: 'Replace the automatic layer of one import by a CSV; dryRun previews', params: Type.Object({ table: Table }),
    query: Type.Object({ import: Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' }), dryRun: Type.Optional(Type.Boolean()) }),
    consumes: ['text/csv'], response: ImportReport,
  },
  ipSnapshots: { ...read, auth: 'operator', method: 'GET', path: '/api/ip-data', summary: 'IP data snapshots', response: Type.Array(IpSnapshot) },
  uploadIpSnapshot: {
    ...write, method: 'POST', path: '/api/ip-data', summary: 'Upload a compiled snapshot', query: Type.Object({ activate: Type.Optional(Type.Boolean()) }),
    consumes: ['application/octet-stream'], response: IpSnapshot, status: 201,
  },
  activateIpSnapshot: { ...write, method: 'POST', path: '/api/ip-data/:id/activate', summary: 'Use a snapshot from now on, without stopping', params: Type.Object({ id: Type.Integer() }), response: IpSnapshot },
  warninglists: { ...read, auth: 'operator', method: 'GET', path: '/api/warninglists', summary: 'Lists of addresses and names that are no findings', response: Type.Array(Warninglist) },
  putWarninglist: {
    ...write, method: 'PUT', path: '/api/warninglists/:name', summary: 'Create or replace a warninglist (also in the MISP format)', maxBodyBytes: 16 * 1024 ** 2,
    params: Type.Object({ name: Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{0,80}$' }) }),
    body: Type.Object({ kind: Type.Optional(Type.String()), enabled: Type.Optional(Type.Boolean()), list: Type.Array(Type.String()), name: Type.Optional(Type.String()), description: Type.Optional(Type.String()), type: Type.Optional(Type.String()), version: Type.Optional(Type.Integer()), matching_attributes: Type.Optional(Type.Array(Type.String())) }),
    response: Type.Object({ warninglist: Warninglist, refused: Type.Array(Type.String()) }),
  },
  families: { ...read, method: 'GET', path: '/api/families', summary: 'Malware families and their aliases', response: Type.Array(Family) },
  putFamily: {
    ...write, method: 'PUT', path: '/api/families/:name', summary: 'Create a family or set its aliases', params: Type.Object({ name: Type.String({ minLength: 1, maxLength: 100 }) }),
    body: Type.Object({ aliases: Type.Array(Type.String({ minLength: 1, maxLength: 100 })), note: Type.Optional(Type.String()) }, { additionalProperties: false }), response: Family,
  },
});
