import type { DecayModel } from '../src/intelligence/decay/models.ts';

const dayMs = 86_400_000;

/**
 * What is left of a score after some days: base * (1 - (t / lifetime) ^ (1 / speed)), and nothing once the lifetime is over.
 * Iklody, Wagener, Dulaunoy, Mokaddem, Wagner, "Decaying Indicators of Compromise" (arXiv:1803.11052, 2018), section 3.
 * SQL `decayed` says the same.
 */
export function decayed(base: number, days: number, { lifetime, speed }: DecayModel): number {
  if (days <= 0) return base;
  if (days >= lifetime) return 0;
  return base * (1 - (days / lifetime) ** (1 / speed));
}

/** Days after which half of the base is left. */
export function halfLifeOf({ lifetime, speed }: DecayModel): number {
  return lifetime * 0.5 ** speed;
}

/** One place of a curve. */
export interface Point {
  readonly at: Date;
  readonly score: number;
}

/** A sighting brings the score back to its base: it is as if first seen then (section 3.2 of the paper). */
export function sinceAt(since: Date, sightings: readonly Date[], at: Date): Date {
  const last = sightings.reduce((latest, sighted) => (sighted <= at && sighted > latest ? sighted : latest), since);
  return last;
}

/** The score at a time. */
export function scoreAt(base: number, since: Date, sightings: readonly Date[], model: DecayModel, at: Date): number {
  return decayed(base, (at.getTime() - sinceAt(since, sightings, at).getTime()) / dayMs, model);
}

/**
 * The curve from the first day to when nothing is left after the last sighting: `steps` equal parts, and besides each
 * sighting with what was left just before it.
 */
export function curveOf(
  base: number,
  since: Date,
  sightings: readonly Date[],
  model: DecayModel,
  steps = 120,
): readonly Point[] {
  const seen = sightings.filter((at) => at > since).toSorted((a, b) => a.getTime() - b.getTime());
  const end = (seen.at(-1) ?? since).getTime() + model.lifetime * dayMs;
  const begin = since.getTime();
  const times = new Set(Array.from({ length: steps + 1 }, (_, n) => Math.round(begin + ((end - begin) * n) / steps)));
  for (const at of seen) times.add(at.getTime() - 1).add(at.getTime());
  return [...times]
    .sort((a, b) => a - b)
    .map((time) => {
      const at = new Date(time);
      return { at, score: scoreAt(base, since, seen, model, at) };
    });
}
