import swagger from '@fastify/swagger';
import type { FastifyInstance, FastifySchema } from 'fastify';

const description =
  'Sensor events, sources, registry and delivery of a Tocsin programme. Refusals are problem+json (RFC 9457); docs/errors.md lists their codes.';

const problem = {
  type: 'object' as const,
  required: ['type', 'title', 'status', 'instance', 'code'],
  properties: {
    type: { type: 'string' as const, format: 'uri-reference' },
    title: { type: 'string' as const },
    status: { type: 'integer' as const },
    detail: { type: 'string' as const },
    instance: { type: 'string' as const, description: 'the request id' },
    code: { type: 'string' as const },
  },
};

/** Bodies and answers that are streams have no schema to check; the document still says that they are there. */
function streamed(schema: FastifySchema | undefined, upload: boolean): FastifySchema {
  const bytes = { type: 'string', format: 'binary' };
  return {
    ...(upload && { body: bytes }),
    ...(schema?.produces &&
      schema.response === undefined && { response: { 200: { description: 'A stream or file', ...bytes } } }),
  };
}

/** Collects the routes that are mounted from here on; call before the first one. */
export async function collectOpenapi(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    hideUntagged: true,
    transform: ({ schema, url, route }) => ({
      schema: { ...schema, ...streamed(schema, route.config?.upload === true) },
      url,
    }),
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Tocsin', version: '1', description, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
      components: {
        responses: {
          Problem: {
            description: 'A refusal, with a code of docs/errors.md',
            content: { 'application/problem+json': { schema: problem } },
          },
        },
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
  const document = app.swagger();
  for (const operations of Object.values<object | undefined>(document.paths ?? {})) {
    for (const operation of Object.values(operations ?? {}) as { responses: Record<string, unknown> }[]) {
      operation.responses.default = { $ref: '#/components/responses/Problem' };
    }
  }
  return `${JSON.stringify(ordered(document), null, 2)}\n`;
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
