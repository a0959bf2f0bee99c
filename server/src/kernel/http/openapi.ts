import { writeFileSync } from 'node:fs';
import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';

const description = 'Sensor events, sources, registry and delivery of a Tocsin programme. Refusals are problem+json (RFC 9457); docs/errors.md lists their codes.';

/** Collects the routes that are mounted from here on; call before the first one. */
export async function collectOpenapi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    hideUntagged: true,
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Tocsin', version: '1', description, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer', description: 'An API token: `tocsin token create`.' },
          session: { type: 'apiKey', in: 'cookie', name: 'tocsin_session', description: 'A signed-in person.' },
        },
      },
    },
  });
}

/** The OpenAPI 3.1 document of every mounted route, with the same bytes on every machine: keys in order, two spaces. */
export async function openapiText(app: FastifyInstance): Promise<string> {
  await app.ready();
  return `${JSON.stringify(ordered(app.swagger()), null, 2)}\n`;
}

/** Writes the document, as api/openapi.json. */
export async function writeOpenapi(app: FastifyInstance, file: string | URL): Promise<void> {
  writeFileSync(file, await openapiText(app));
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, ordered(member)]),
  );
}
