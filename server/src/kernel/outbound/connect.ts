import { buildConnector } from 'undici';
import { AppError } from '../errors.ts';
import { addressRefusal, bareHost, urlRefusal, type OutboundPolicy } from './policy.ts';
import { addressesOf, type Resolve } from './resolve.ts';

/** What a connection shows and trusts beyond the roots that Node ships: PEM texts. */
export interface TlsIdentity {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** How many addresses of a name are tried, one after the other. */
const mostAddresses = 4;

/**
 * The refusal of a destination. Nothing in it tells a name that leads inside from one that does not exist: who may
 * choose the destination shall not learn our names that way. The reason is the cause, for the log.
 */
export function refusedDestination(reason: string): AppError {
  const detail =
    'Only https addresses of hosts on the public Internet are asked; the operator can allow others (TOCSIN_OUTBOUND_ALLOW).';
  return new AppError('outbound_refused', { detail }, { cause: new Error(reason) });
}

/** Throws AppError `outbound_refused` for a URL that the policy refuses as it is written. */
export function checkUrl(policy: OutboundPolicy, url: URL): void {
  const refusal = urlRefusal(policy, url);
  if (refusal !== undefined) throw refusedDestination(refusal);
}

/**
 * Resolves a host and checks every address, in the moment of connecting. One that is refused refuses the name: who mixes
 * inner and outer addresses means no good. Returns the addresses that may be connected to.
 */
export async function checkedAddresses(policy: OutboundPolicy, resolve: Resolve, host: string): Promise<string[]> {
  const addresses = await addressesOf(resolve, host).catch((cause: unknown) => {
    throw refusedDestination(`not resolved: ${cause instanceof Error ? cause.message : String(cause)}`);
  });
  for (const address of addresses) {
    const refusal = addressRefusal(policy, host, address);
    if (refusal !== undefined) throw refusedDestination(`${address}: ${refusal}`);
  }
  return addresses.slice(0, mostAddresses);
}

/**
 * Connects to exactly the addresses that were checked: the name is not resolved a second time, so that an answer that
 * changes meanwhile (DNS rebinding) changes nothing. The certificate is that of the name.
 */
export function safeConnector(
  policy: OutboundPolicy,
  resolve: Resolve,
  tls: TlsIdentity,
  timeoutMs: number,
): buildConnector.connector {
  const connect = buildConnector({ ...tls, timeout: timeoutMs, allowH2: false, rejectUnauthorized: true });
  return (options, callback) => {
    const host = bareHost(options.hostname);
    checkedAddresses(policy, resolve, host).then(
      (addresses) => {
        const [first, ...others] = addresses;
        if (first === undefined) callback(refusedDestination('no address'), null);
        else tryInTurn(connect, options, host, [first, ...others], callback);
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null),
    );
  };
}

function tryInTurn(
  connect: buildConnector.connector,
  options: buildConnector.Options,
  host: string,
  [address, ...others]: readonly [string, ...string[]],
  callback: buildConnector.Callback,
): void {
  const named = host !== address && options.protocol === 'https:';
  connect({ ...options, hostname: address, ...(named && { servername: host }) }, (...result) => {
    const [next, ...rest] = others;
    if (result[0] === null || next === undefined) callback(...result);
    else tryInTurn(connect, options, host, [next, ...rest], callback);
  });
}
