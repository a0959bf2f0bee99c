import { createAuthenticator } from '../src/auth/authenticate.ts';
import { credentialSource, mintToken } from '../src/auth/store.ts';
import { intelligenceRoutes } from '../src/intelligence/routes.ts';
import { testClock } from '../src/kernel/clock.ts';
import { loadConfig } from '../src/kernel/config.ts';
import { createHttp, listen } from '../src/kernel/http.ts';
import { drain } from '../src/kernel/http/drain.ts';
import { createLog } from '../src/kernel/log.ts';
import { createMetrics } from '../src/kernel/metrics.ts';
import { groupRoutes } from '../src/sharing/groups/routes.ts';
import { testDatabase } from './database.ts';
import { addOrgs } from './objects.ts';

/** The routes of intelligence on a database of their own, with an operator, two teams and a partner who may only read. */
export async function intelligenceServer() {
  const clock = testClock('2026-03-01T12:00:00Z');
  const database = await testDatabase();
  const { db, ownerPool } = database;
  const tokens: Record<string, string> = {};
  await ownerPool.query(`insert into programme (kind, name) values ('drill', 'Test programme')`);
  await addOrgs(database, [
    { handle: 'operator', kind: 'operator' },
    { handle: 'csirt-ua', nation: 'UA', team: 'national_csirt' },
    { handle: 'csirt-pl', nation: 'PL', team: 'national_csirt' },
    { handle: 'partner', kind: 'partner' },
  ]);
  for (const org of ['operator', 'csirt-ua', 'csirt-pl', 'partner']) {
    const wanted = {
      org,
      name: 'test',
      scopes: org === 'partner' ? ['objects:read' as const] : ['objects:read' as const, 'objects:write' as const],
    };
    tokens[org] = (
      await db.asSystem('test', (tx) => mintToken(tx, wanted, { org: 0, name: 'test' }, clock.now()))
    ).secret;
  }
  const config = loadConfig({ TOCSIN_PORT: '0', TOCSIN_DRILL: 'true' });
  const authenticator = createAuthenticator({ source: credentialSource(db), clock });
  const app = await createHttp({
    config,
    log: createLog(config, { write: () => undefined }),
    metrics: createMetrics(),
    authenticate: (request) => authenticator.authenticate(request),
  });
  intelligenceRoutes(app, { db, clock });
  groupRoutes(app, { db, clock });
  const url = await listen(app, config);

  const sent = (body: object | string): string | Uint8Array<ArrayBuffer> =>
    typeof body === 'string' ? body : body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body);

  /** What comes back differs by route; a test looks at what it asked for. */
  async function ask(org: string, method: string, path: string, body?: object | string, type = 'application/json') {
    const response = await fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${tokens[org]}`, ...(body !== undefined && { 'content-type': type }) },
      ...(body !== undefined && { body: sent(body) }),
    });
    return { status: response.status, json: JSON.parse((await response.text()) || 'null') as Record<string, never> };
  }

  return {
    clock,
    database,
    ask,
    close: async () => {
      await drain(app, 0);
      await database.close();
    },
  };
}
export type IntelligenceServer = Awaited<ReturnType<typeof intelligenceServer>>;
