import type { Registry } from 'prom-client';
import type { Config } from '../config.ts';
import { createOutbound, type Outbound } from './client.ts';
import { createOutboundMetrics } from './metrics.ts';
import { outboundPolicy } from './policy.ts';
import { createResolve } from './resolve.ts';

/** The client that the configuration describes. A drill reaches only what is allowed by name or prefix. */
export function openOutbound(
  config: Pick<Config, 'outboundAllow' | 'outboundDeny' | 'outboundDns' | 'drill'>,
  registry: Registry,
  version: string,
): Outbound {
  return createOutbound({
    policy: outboundPolicy({ allow: config.outboundAllow, deny: config.outboundDeny, onlyAllowed: config.drill }),
    resolve: createResolve(config.outboundDns),
    metrics: createOutboundMetrics(registry),
    agent: `Tocsin/${version}`,
  });
}
