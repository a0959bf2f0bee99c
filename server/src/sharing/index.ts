export { decide, type Decision, type SharingRule } from './decide.ts';
export { decideEventAudience, type EventMatch, type EventReason, type EventSource } from './audience-of-event.ts';
export { effectiveTlp, parseTlp, reaches, strictest, type Tlp } from './tlp.ts';
export { formatCursor, parseCursor, resume, type Cursor, type LogHead } from './change-log.ts';
export { explanations } from './explain.ts';
export type { OrgId, RoutedFacts, Viewer } from './facts.ts';
export type { ReleaseTerms } from './release-terms.ts';
export {
  decideOrgs,
  followsConcerns,
  memberViewer,
  objectFacts,
  reachOf,
  releaseFacts,
  releaseKey,
  type AudienceOrg,
  type ReleaseFacts,
} from './audience-of-object.ts';
export { matchConcerns, subjectOf, type ConcernSubject } from './concerns.ts';
export type { ChangeTail } from './jobs.ts';
export type { Subscription } from './wake-list.ts';
export type { Cleared } from './cleared.ts';
