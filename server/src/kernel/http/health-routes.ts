import { timingSafeEqual, createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import { isLoopback, type Config } from '../config.ts';
import { AppError } from '../errors.ts';

/** One thing that must hold before requests are served: resolves to undefined, or to the reason why it does not. */
export type ReadinessCheck = () => Promise<string | undefined>;

/** A check may hang with what it checks: a database that does not answer is not ready. */
const checkMs = 2_000;

/**
 * `/healthz` (this process answers), `/readyz` (200, or 503 `not_ready` with the reason of each failed check) and
 * `/metrics` (Prometheus; by TOCSIN_METRICS_TOKEN, or for loopback addresses only). They answer whatever Host was
 * asked for, and go on answering while the server drains.
 */
export function mountHealth(
  app: FastifyInstance,
  {
    config,
    checks,
    registry,
  }: { config: Config; checks: Readonly<Record<string, ReadinessCheck>>; registry: Registry },
): void {
  const options = { config: { anyHost: true }, logLevel: 'warn' as const };
  app.get('/healthz', options, () => ({ status: 'ok' }));

  app.get('/readyz', options, async () => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await reasonOf(check)] as const),
    );
    const failed = results.filter(([, reason]) => reason !== undefined);
    const reasons = Object.fromEntries(app.draining ? [['server', 'stopping'], ...failed] : failed) as Record<
      string,
      string
    >;
    if (Object.keys(reasons).length > 0) throw new AppError('not_ready', { retryAfter: 2, reasons });
    return { status: 'ready', checks: Object.keys(checks) };
  });

  app.get('/metrics', options, async (request, reply) => {
    const { metricsToken } = config;
    const admitted =
      metricsToken === undefined
        ? isLoopback(request.ip)
        : sameText(request.headers.authorization ?? '', `Bearer ${metricsToken}`);
    if (!admitted) throw new AppError(metricsToken === undefined ? 'forbidden' : 'unauthenticated');
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}

async function reasonOf(check: ReadinessCheck): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('no answer within two seconds'), checkMs);
  });
  try {
    return await Promise.race([check(), late]);
  } catch {
    // The text of the error may name hosts and users; it is in the log of what failed.
    return 'failed';
  } finally {
    clearTimeout(timer);
  }
}

/** Compares in a time that tells nothing about where the texts differ. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
