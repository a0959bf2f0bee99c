import { ApiError, routes, type Client } from '@tocsin/api';
import { intelligenceOf, lateMember, redReader, type Intelligence, type Release } from '../story/intelligence.ts';
import type { Report } from './progress.ts';

/**
 * Shares what is known of the campaign: releases at every TLP, one of them taken back, and a nation that joins when all is out.
 * Its joining is the last step: where it is enrolled, an earlier run has played this.
 */
export async function playSharing(client: Client, begins: number, report: Report, signal: AbortSignal): Promise<void> {
  const nation = await client.call(routes.nation, { params: { code: lateMember.nation }, signal });
  if (nation.enrolment === 'enrolled') return report({ stage: 'sharing', state: 'found' });
  report({ stage: 'sharing', state: 'begun' });
  const told = intelligenceOf(begins);
  await makeGroups(client, told, signal);
  const last = told.releases.at(-1)?.objects[0]?.id ?? '';
  if (!(await isShared(client, last, signal))) {
    for (const release of told.releases) await share(client, release, signal);
  }
  const params = { id: told.mistaken };
  if (await isShared(client, told.mistaken, signal))
    await client.call(routes.withdrawObject, { params, body: { reason: 'mistake' }, signal });
  await client.call(routes.changeOrg, {
    params: { handle: lateMember.org },
    body: { enrolment: 'enrolled' },
    signal,
  });
  await client.call(routes.changeNation, {
    params: { code: lateMember.nation },
    body: { enrolment: 'enrolled' },
    signal,
  });
  report({ stage: 'sharing', state: 'done' });
}

async function makeGroups(client: Client, { groups }: Intelligence, signal: AbortSignal): Promise<void> {
  const known = new Set((await client.call(routes.groups, { signal })).map(({ handle }) => handle));
  for (const body of groups.filter(({ handle }) => !known.has(handle)))
    await client.call(routes.createGroup, { body, signal });
}

async function share(client: Client, { level, objects, terms }: Release, signal: AbortSignal): Promise<void> {
  const sent = await client.call(routes.createObjects, {
    headers: { 'content-type': 'application/x-ndjson' },
    raw: objects.map((object) => JSON.stringify(object)).join('\n'),
    signal,
  });
  const refused = sent.objects.find(({ outcome }) => outcome !== 'stored' && outcome !== 'duplicate');
  if (refused !== undefined)
    throw new Error(
      `An object of the drill was refused: ${refused.id ?? ''} ${refused.outcome} ${refused.problems[0]?.message ?? ''}`,
    );
  const people = level === 'red' ? { people: [await readerOf(client, signal)] } : {};
  await client.call(routes.releaseObjects, {
    body: { ids: objects.map(({ id }) => id), terms: { ...terms, ...people }, urgent: true },
    signal,
  });
}

/** RED names the account of its reader: who that is, their own sign-in says. */
async function readerOf(client: Client, signal: AbortSignal): Promise<{ org: string; person: string }> {
  const { person, personId } = await client.call(routes.signIn, { body: { persona: redReader.persona }, signal });
  return { org: redReader.org, person: personId ?? person };
}

async function isShared(client: Client, id: string, signal: AbortSignal): Promise<boolean> {
  try {
    return (await client.call(routes.object, { params: { id }, signal })).state === 'released';
  } catch (error) {
    if (error instanceof ApiError && error.problem.status === 404) return false;
    throw error;
  }
}
