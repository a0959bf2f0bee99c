import { createAuthenticator } from '../src/auth/authenticate.ts';
import { credentialSource, mintToken } from '../src/auth/store.ts';
import { taxiiRefusals } from '../src/delivery/taxii/refusal-form.ts';
import { taxiiRoutes } from '../src/delivery/taxii/routes.ts';
import { systemClock, type Clock } from '../src/kernel/clock.ts';
import { loadConfig } from '../src/kernel/config.ts';
import { createHttp, listen } from '../src/kernel/http.ts';
import { drain } from '../src/kernel/http/drain.ts';
import { createLog } from '../src/kernel/log.ts';
import { createMetrics } from '../src/kernel/metrics.ts';
import { createAsk } from '../conformance/client.ts';
import { testDatabase } from './database.ts';

export interface TaxiiOrg {
  readonly id: number;
  readonly handle: string;
  readonly token: string;
  /** Asks as the org does, with what TAXII wants unless told otherwise. */
  readonly ask: ReturnType<typeof createAsk>;
}

/** TAXII over HTTP on a database of its own. Call close() in afterAll. */
export async function taxiiServer({ clock = systemClock }: { clock?: Clock } = {}) {
  const database = await testDatabase();
  const { db, ownerPool } = database;
  await ownerPool.query(`insert into programme (kind, name) values ('drill', 'Test programme')`);
  const config = loadConfig({ TOCSIN_PORT: '0', TOCSIN_DRILL: 'true' });
  const authenticator = createAuthenticator({ source: credentialSource(db), clock });
  const log: string[] = [];
  const app = await createHttp({
    config,
    log: createLog({ ...config, logLevel: 'error' }, { write: (line: string) => void log.push(line) }),
    metrics: createMetrics(),
    authenticate: (request) => authenticator.authenticate(request),
    refusalForms: [taxiiRefusals],
  });
  taxiiRoutes(app, { db, clock, authenticateMachine: (request) => authenticator.authenticateMachine(request) });
  const url = await listen(app, config);

  async function makeOrg(handle: string, kind = 'government'): Promise<TaxiiOrg> {
    const { rows } = await ownerPool.query<{ id: number }>(
      `insert into org (handle, name, kind, enrolment) values ($1, 'Org ' || $1, $2, 'enrolled') returning id`,
      [handle, kind],
    );
    const scopes = ['events:read', 'objects:read', 'objects:write', 'admin'] as const;
    const { secret } = await db.asSystem('test', (tx) =>
      mintToken(tx, { org: handle, name: 'test', scopes: [...scopes] }, { org: 0, name: 'test' }, clock.now()),
    );
    return { id: rows[0]!.id, handle, token: secret, ask: createAsk(url, `Bearer ${secret}`) };
  }

  /** As the operator with `tocsin collection`. */
  async function admin(operator: TaxiiOrg, method: string, path: string, body: object) {
    const answer = await operator.ask(path, {
      method,
      body: JSON.stringify(body),
      headers: { accept: 'application/json', 'content-type': 'application/json' },
    });
    if (answer.status >= 300) throw new Error(answer.text);
    return answer.json as { id: string; alias: string };
  }

  return {
    url,
    db,
    ownerPool,
    authenticator,
    log,
    makeOrg,
    makeCollection: (operator: TaxiiOrg, alias: string) =>
      admin(operator, 'POST', '/api/collections', { alias, title: `Collection ${alias}` }),
    grant: (operator: TaxiiOrg, alias: string, org: TaxiiOrg, rights: { read: boolean; write: boolean }) =>
      admin(operator, 'PUT', `/api/collections/${alias}/grants/${org.handle}`, rights),
    async close() {
      await drain(app, 0);
      await database.close();
    },
  };
}
export type TaxiiServer = Awaited<ReturnType<typeof taxiiServer>>;
