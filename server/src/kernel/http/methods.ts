import type { FastifyInstance } from 'fastify';

/**
 * Watches the routes of an app from here on. The function it returns gives the methods of every route that a path
 * matches, for the `Allow` header of a 405. Wildcards, which match anything, do not count.
 */
export function allowedMethods(app: FastifyInstance): (path: string) => string[] {
  const routes: { pattern: RegExp; methods: string[] }[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    if (!url.includes('*'))
      routes.push({ pattern: patternOf(url), methods: Array.isArray(method) ? method : [method] });
  });
  return (path) =>
    [...new Set(routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods))].sort();
}

/** `/api/orgs/:handle` and `/api/registry/:table.csv` as regular expressions. */
function patternOf(url: string): RegExp {
  const literal = url
    .split(/(:\w+)/)
    .map((part) => (part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  return new RegExp(`^${literal.join('')}$`);
}
