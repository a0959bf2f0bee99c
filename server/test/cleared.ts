import { decide, type Cleared, type Viewer } from '../src/sharing/index.ts';

const viewer: Viewer = {
  org: { id: 1, kind: 'government', nation: null, enrolment: 'enrolled' },
  channel: 'webhook',
  assurance: 'token',
};

/** A body as decide() clears it for an org that it was routed to: for tests of what takes nothing else. */
export function clearedFor<T>(body: T): Cleared<T> {
  const facts = { routed: [{ org: 1, decision: 'green_enrolled', allowed: true }] };
  const decision = decide({ facts, body }, viewer, new Date('2026-01-10T12:00:00Z'));
  if (!decision.allow) throw new Error(`not cleared: ${decision.rule}`);
  return decision.cleared;
}
