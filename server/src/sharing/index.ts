export { decide, type Decision, type SharingRule } from './decide.ts';
export { decideEventAudience, type EventMatch, type EventReason, type EventSource } from './audience-of-event.ts';
export { effectiveTlp, parseTlp, strictest } from './tlp.ts';
export { formatCursor, parseCursor, resume, type Cursor, type LogHead } from './change-log.ts';
export { enrolmentInForce, type RoutedFacts, type Viewer } from './facts.ts';
export type { Cleared } from './cleared.ts';
