import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import type { Metrics } from '#kernel/metrics.ts';
import type { Logger } from 'pino';
import type { Authenticator } from './authenticate.ts';
import type { IdentityProviders } from './oidc/providers.ts';
import type { Hasher } from './passwords/hash.ts';

/** What the routes of people and their accounts work with. */
export interface PersonDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly authenticator: Authenticator;
  readonly hasher: Hasher;
  /** Seals what must be readable again: 32 bytes, not in the database. */
  readonly key: Buffer;
  /** Scheme and host that members use, where it is configured. */
  readonly publicOrigin: string | undefined;
  readonly secureCookies: boolean;
  readonly providers: IdentityProviders;
}

/** Scheme and host under which the browser of a request knows this server. */
export function originOf(request: { protocol: string; host: string }, publicOrigin: string | undefined): string {
  return publicOrigin ?? `${request.protocol}://${request.host}`;
}
