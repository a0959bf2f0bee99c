type Value = string | number | boolean | readonly string[] | undefined | null;

function withQuery(path: string, query: Record<string, Value> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === '') continue;
    if (Array.isArray(value)) for (const one of value) search.append(name, String(one));
    else search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? path : `${path}?${text}`;
}

const part = encodeURIComponent;

/** What lists understand in their URL: see ui/url-state.ts. A list value filters by any of its entries. */
export type ListQuery = Record<string, Value>;

/** Every URL of the console. Routes are declared with the same paths in router.tsx. */
export const paths = {
  home: () => '/',
  signIn: (query: { next?: string } = {}) => withQuery('/sign-in', query),
  invitation: () => '/invitation',
  account: () => '/account',
  people: () => '/people',
  programme: () => '/programme',
  nation: (code?: string) => (code === undefined ? '/nation' : `/nation/${part(code)}`),
  events: (query: ListQuery = {}) => withQuery('/events', query),
  hosts: (query: ListQuery = {}) => withQuery('/hosts', query),
  host: (id: string) => `/hosts/${part(id)}`,
  intelligence: (query: ListQuery = {}) => withQuery('/intelligence', query),
  drafts: (query: ListQuery = {}) => withQuery('/intelligence/drafts', query),
  lookup: () => '/intelligence/lookup',
  object: (id: string, tab?: string) => `/intelligence/objects/${part(id)}${tab === undefined ? '' : `/${part(tab)}`}`,
  inPerson: () => '/intelligence/in-person',
  groups: (query: ListQuery = {}) => withQuery('/intelligence/groups', query),
  quarantine: (query: ListQuery = {}) => withQuery('/quarantine', query),
  quarantineItem: (id: number) => `/quarantine/${id}`,
  batches: (query: ListQuery = {}) => withQuery('/quarantine/batches', query),
  batch: (id: number) => `/quarantine/batches/${id}`,
  audit: (query: ListQuery = {}) => withQuery('/audit', query),
  subscriptions: (query: ListQuery = {}) => withQuery('/subscriptions', query),
  subscription: (id: number) => `/subscriptions/${id}`,
  registry: () => '/registry',
  registryTables: () => '/registry/tables',
  registryNations: (query: ListQuery = {}) => withQuery('/registry/nations', query),
  registryNation: (code: string) => `/registry/nations/${part(code)}`,
  registryOrgs: (query: ListQuery = {}) => withQuery('/registry/orgs', query),
  registryOrg: (handle: string) => `/registry/orgs/${part(handle)}`,
  registrySources: (query: ListQuery = {}) => withQuery('/registry/sources', query),
  registrySource: (handle: string) => `/registry/sources/${part(handle)}`,
  registryIpData: () => '/registry/ip-data',
  registryFamilies: (query: ListQuery = {}) => withQuery('/registry/families', query),
  registryWarninglists: () => '/registry/warninglists',
} as const;
