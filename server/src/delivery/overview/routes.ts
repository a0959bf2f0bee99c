import { routes } from '@tocsin/api';
import type { FastifyInstance } from 'fastify';
import type { Caller } from '#kernel/http/caller.ts';
import { mount } from '#kernel/http/routes.ts';
import type { Reading } from '../reading.ts';
import { readNationOverview } from './nation/store.ts';
import { readProgrammeOverview } from './programme/store.ts';
import { shared } from './shared.ts';

/** Everybody at the operator sees the same screen: it is put together once in so long, however many look. */
const sharedMs = 1500;

/** Mounts the first screens: of the programme, and of a nation or provider. */
export function overviewRoutes(app: FastifyInstance, reading: Reading): void {
  const byOrg = new Map<number, () => ReturnType<typeof readProgrammeOverview>>();
  const programme = (caller: Caller) => {
    const ask =
      byOrg.get(caller.org) ??
      shared(
        () => readProgrammeOverview(reading, caller),
        sharedMs,
        () => performance.now(),
      );
    byOrg.set(caller.org, ask);
    return ask();
  };
  mount(app, routes.programmeOverview, ({ caller }) => programme(caller));
  mount(app, routes.nationOverview, ({ query, caller }) => readNationOverview(reading, caller, query.nation));
}
