import { lookup, Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';

/** The addresses of a name, at least one; rejects where there are none. */
export type Resolve = (host: string) => Promise<readonly string[]>;

/** Asks the machine's own resolver, with its hosts file; or, where servers are named (`address` or `address:port`), those alone. */
export function createResolve(servers: readonly string[] = []): Resolve {
  if (servers.length === 0)
    return async (host) => (await lookup(host, { all: true, order: 'verbatim' })).map(({ address }) => address);
  const resolver = new Resolver({ timeout: 2000, tries: 2 });
  resolver.setServers(servers);
  return async (host) => {
    const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)]);
    const found = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    if (found.length > 0) return found;
    throw answers.find((answer) => answer.status === 'rejected')?.reason ?? new Error('no addresses');
  };
}

/** The host itself where it is an address, else what the resolver says. */
export async function addressesOf(resolve: Resolve, host: string): Promise<readonly string[]> {
  return isIP(host) === 0 ? resolve(host) : [host];
}
