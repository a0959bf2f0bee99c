import { routes, type Route } from '@tocsin/api';
import { loadConfig } from '../server/src/kernel/config.ts';
import { renderConfigurationPage } from '../server/src/kernel/config-table.ts';
import { renderErrorsPage } from '../server/src/kernel/error-catalogue.ts';
import { createHttp } from '../server/src/kernel/http.ts';
import { openapiText } from '../server/src/kernel/http/openapi.ts';
import { mount } from '../server/src/kernel/http/routes.ts';
import { createLog } from '../server/src/kernel/log.ts';
import { createMetrics } from '../server/src/kernel/metrics.ts';

/** Every file that is made from code, by its path from the root, with the text that it must have. */
export async function madeFiles(): Promise<Record<string, string>> {
  return {
    'docs/errors.md': renderErrorsPage(),
    'docs/operations/configuration.md': renderConfigurationPage(),
    'api/openapi.json': await describeApi(),
  };
}

/** OpenAPI 3.1 of the whole route table, as the server would tell it: mounted in the same way, and never called. */
async function describeApi(): Promise<string> {
  const config = loadConfig({ TOCSIN_LOG_LEVEL: 'silent' });
  const app = await createHttp({
    config,
    log: createLog(config),
    metrics: createMetrics(),
    authenticate: () => Promise.resolve(undefined),
  });
  for (const route of Object.values<Route>(routes)) mount(app, route, ({ reply }) => reply);
  const text = await openapiText(app);
  await app.close();
  return text;
}
