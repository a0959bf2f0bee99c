import { Type, type Static } from 'typebox';
import { Contact } from './org.ts';
import { Alarm } from './source.ts';
import { Enrolment } from './nation.ts';

const Series = Type.Array(Type.Object({ hour: Type.String(), events: Type.Integer() }));
const NullableText = Type.Union([Type.String(), Type.Null()]);

/** The operator's first screen. Events are counted by event time over the last 24 hours. */
export const ProgrammeOverview = Type.Object({
  at: Type.String(),
  nations: Type.Array(
    Type.Object({
      code: Type.String(),
      name: Type.String(),
      enrolment: Enrolment,
      eventsLastDay: Type.Integer(),
      eventsLastHour: Type.Integer(),
      openEpisodes: Type.Integer(),
      teams: Type.Integer(),
    }),
  ),
  families: Type.Array(
    Type.Object({
      family: NullableText,
      class: Type.String(),
      eventsLastDay: Type.Integer(),
      openEpisodes: Type.Integer(),
    }),
  ),
  trend: Series,
  eventsLastDay: Type.Integer(),
  openEpisodes: Type.Integer(),
  openHosts: Type.Integer(),
  unroutedLastDay: Type.Integer(),
  quarantineHeld: Type.Integer(),
  sources: Type.Array(
    Type.Object({
      handle: Type.String(),
      name: Type.String(),
      state: Type.String(),
      lastBatchAt: NullableText,
      lastEventAt: NullableText,
      eventsLastHour: Type.Integer(),
      accepted: Type.Integer({ description: 'last 24 hours, by arrival; likewise the next three' }),
      duplicate: Type.Integer(),
      filtered: Type.Integer(),
      quarantined: Type.Integer(),
      perHour: Series,
    }),
  ),
  alarms: Type.Array(Alarm),
  log: Type.Object({ epoch: Type.Integer(), seq: Type.Integer() }),
});
export type ProgrammeOverview = Static<typeof ProgrammeOverview>;

/** What concerns one nation (or, for a provider, its own networks) now. */
export const NationOverview = Type.Object({
  at: Type.String(),
  nation: Type.Union([Type.Object({ code: Type.String(), name: Type.String(), timeZone: Type.String() }), Type.Null()]),
  org: Type.Object({ handle: Type.String(), name: Type.String(), kind: Type.String() }),
  eventsLastHour: Type.Integer(),
  eventsLastDay: Type.Integer(),
  usualPerHour: Type.Number({ description: 'median of the same hour of day over the 7 days before' }),
  openEpisodes: Type.Integer(),
  openHosts: Type.Integer(),
  openedLastDay: Type.Integer(),
  returnedLastDay: Type.Integer(),
  verdict: Type.Object({
    level: Type.Union([Type.Literal('quiet'), Type.Literal('usual'), Type.Literal('raised'), Type.Literal('high')]),
    sentence: Type.String(),
  }),
  /** What is new and matters, ranked; `reason` says in words why it stands where it stands. */
  ranked: Type.Array(
    Type.Object({
      family: NullableText,
      class: Type.String(),
      eventsLastDay: Type.Integer(),
      usualPerDay: Type.Number(),
      newEpisodes: Type.Integer(),
      openEpisodes: Type.Integer(),
      firstSeenHere: NullableText,
      score: Type.Number(),
      reason: Type.String(),
    }),
  ),
  trend: Type.Array(Type.Object({ hour: Type.String(), events: Type.Integer(), usual: Type.Number() })),
  providers: Type.Array(
    Type.Object({
      asn: Type.Union([Type.Integer(), Type.Null()]),
      name: NullableText,
      openEpisodes: Type.Integer(),
      openHosts: Type.Integer(),
      events: Type.Integer({ description: 'in open episodes' }),
    }),
  ),
  families: Type.Array(
    Type.Object({ family: NullableText, class: Type.String(), openEpisodes: Type.Integer(), events: Type.Integer() }),
  ),
  contact: Type.Union([Contact, Type.Null()]),
  cursor: Type.String({ description: 'where the change log stood: the stream goes on from here' }),
});
export type NationOverview = Static<typeof NationOverview>;
