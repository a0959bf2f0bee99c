import type { Caller } from '#kernel/http/caller.ts';
import { memberViewer, type AudienceOrg, type Viewer } from '#sharing/index.ts';

/** The caller as the rule sees it, on a way by which the body leaves. */
export function viewerOf(caller: Caller, org: AudienceOrg | undefined, channel: Viewer['channel']): Viewer {
  if (org === undefined) return { org: null, channel, assurance: 'none' };
  const person = caller.kind === 'person';
  return {
    ...memberViewer(org),
    // The account: a session that a token opened has a name that anybody could have chosen.
    ...(caller.person !== undefined && { user: caller.person.id }),
    channel,
    assurance: caller.assurance ?? (person ? 'session' : 'token'),
  };
}
