import { routes, type Client } from '@tocsin/api';

/** Milliseconds since 1970, as the server counts them. */
export type Now = () => number;

/** The server's time: the story is told by it, so that a drill on a machine whose clock is wrong lies neither ahead nor behind. */
export async function serverClock(client: Client, signal: AbortSignal): Promise<Now> {
  const { now } = await client.call(routes.programme, { signal });
  const ahead = Date.parse(now) - performance.now();
  return () => performance.now() + ahead;
}
