import { Type, type Static } from 'typebox';
import { Handle } from './org.ts';

const Day = Type.String({ format: 'date' });
const Count = Type.Integer({ minimum: 0 });

/** Past days that a back-fill may go back. */
export const BackfillDays = Type.Integer({
  minimum: 0,
  maximum: 3650,
  description: 'today and so many days before it',
});

/** What a back-fill would give an org. */
export const BackfillPreview = Type.Object({
  org: Handle,
  days: BackfillDays,
  firstDay: Day,
  lastDay: Day,
  events: Count,
  episodes: Count,
  byDay: Type.Array(Type.Object({ day: Day, events: Count }), { description: 'days on which there is something' }),
  complete: Type.Boolean({ description: 'false: there was too much to count; the numbers are at least so high' }),
});
export type BackfillPreview = Static<typeof BackfillPreview>;

/** A back-fill: an org gets events of past days as new changes, and their episodes. */
export const Backfill = Type.Object({
  id: Type.Integer(),
  org: Handle,
  state: Type.Enum(['waiting', 'running', 'done', 'failed']),
  days: BackfillDays,
  firstDay: Day,
  lastDay: Day,
  doneThrough: Type.Union([Day, Type.Null()], { description: 'days are taken in order, the oldest first' }),
  events: Count,
  episodes: Count,
  failure: Type.Union([Type.String(), Type.Null()]),
  askedBy: Type.String(),
  askedAt: Type.String({ format: 'date-time' }),
  finishedAt: Type.Union([Type.String({ format: 'date-time' }), Type.Null()]),
});
export type Backfill = Static<typeof Backfill>;
