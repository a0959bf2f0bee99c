/** What is known of one family (or of one class where no family was given) in a constituency. */
export interface FamilyFacts {
  readonly family: string | null;
  readonly class: string;
  readonly eventsLastDay: number;
  /** Median of the days before. */
  readonly usualPerDay: number;
  /** Opened or returned in the last 24 hours. */
  readonly newEpisodes: number;
  readonly openEpisodes: number;
  readonly firstSeenHere: Date | null;
}

export interface RankedFamily extends FamilyFacts {
  readonly score: number;
  readonly reason: string;
}

/**
 * How much one finding of a class matters to who must act: machines under somebody's control before machines that could
 * come under it, those before what merely knocks.
 */
const weights: Readonly<Record<string, number>> = {
  'c2-server': 1.3,
  'system-compromise': 1.3,
  'infected-system': 1.2,
  'malware-distribution': 1.2,
  phishing: 1.1,
  'ddos-amplifier': 0.7,
  'vulnerable-system': 0.7,
  'weak-crypto': 0.5,
  'potentially-unwanted-accessible': 0.5,
  'information-disclosure': 0.7,
  scanner: 0.5,
  'brute-force': 0.6,
};

const dayMs = 86_400_000;
/** Below so many events growth is noise: both sides of the ratio get this many. */
const noise = 5;

/**
 * What is new and matters, first. The score adds, each in doublings: growth over the usual day (three halves), new
 * episodes (one), open ones (three tenths); 4 for a family first seen here in the last two days, 2 in the last week; all
 * times the weight of its class. Growth and novelty need a past to compare with (`comparable`; `watchedSince`: when anything
 * was first seen in this constituency). It orders a list and means nothing by itself; the reason says the same in words.
 */
export function rankFamilies(
  families: readonly FamilyFacts[],
  now: Date,
  comparable = true,
  watchedSince: Date | null = null,
): RankedFamily[] {
  // What was there when the watch began was found, and is not new.
  const newFrom = watchedSince === null ? -Infinity : watchedSince.getTime() + dayMs;
  const since = (facts: FamilyFacts): FamilyFacts =>
    facts.firstSeenHere !== null && facts.firstSeenHere.getTime() < newFrom ? { ...facts, firstSeenHere: null } : facts;
  return families
    .filter(({ eventsLastDay, newEpisodes, openEpisodes }) => eventsLastDay + newEpisodes + openEpisodes > 0)
    .map((facts) => ({
      ...facts,
      score: scoreOf(since(facts), now, comparable),
      reason: reasonOf(since(facts), now, comparable),
    }))
    .sort(
      (a, b) =>
        b.score - a.score ||
        b.eventsLastDay - a.eventsLastDay ||
        ((a.family ?? a.class) < (b.family ?? b.class) ? -1 : 1),
    );
}

function scoreOf(facts: FamilyFacts, now: Date, comparable: boolean): number {
  const growth = Math.min(6, Math.max(0, Math.log2((facts.eventsLastDay + noise) / (facts.usualPerDay + noise))));
  const age = ageInDays(facts, now);
  const novelty = age <= 2 ? 4 : age <= 7 ? 2 : 0;
  const change = comparable ? 1.5 * growth + novelty : 0;
  const score = change + Math.log2(1 + facts.newEpisodes) + 0.3 * Math.log2(1 + facts.openEpisodes);
  return Math.round(score * (weights[facts.class] ?? 0.8) * 100) / 100;
}

function reasonOf(facts: FamilyFacts, now: Date, comparable: boolean): string {
  const { eventsLastDay, usualPerDay, newEpisodes, openEpisodes, firstSeenHere } = facts;
  const parts: string[] = [];
  if (comparable && firstSeenHere !== null && ageInDays(facts, now) <= 7)
    parts.push(`new here, first seen ${firstSeenHere.toISOString().slice(0, 10)}`);
  const ratio = comparable ? (eventsLastDay + noise) / (usualPerDay + noise) : 1;
  if (eventsLastDay > 0 && ratio >= 2 && usualPerDay > 0)
    parts.push(`${times(eventsLastDay / usualPerDay)} its usual day`);
  else if (eventsLastDay > 0 && ratio >= 2)
    parts.push(`${counted(eventsLastDay, 'event')} where there are usually none`);
  else if (eventsLastDay === 0 && usualPerDay > 0) parts.push('silent since yesterday');
  if (newEpisodes > 0) parts.push(`${counted(newEpisodes, 'new episode')} in 24 hours`);
  if (parts.length === 0 && eventsLastDay > 0)
    parts.push(`${comparable ? 'as usual, ' : ''}${counted(eventsLastDay, 'event')} in 24 hours`);
  if (parts.length < 2 && openEpisodes > 0) parts.push(`${counted(openEpisodes, 'episode')} open`);
  const text = parts.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function ageInDays({ firstSeenHere }: FamilyFacts, now: Date): number {
  return firstSeenHere === null ? Infinity : (now.getTime() - firstSeenHere.getTime()) / dayMs;
}

/** `3 times`, `2.5 times`. */
export function times(ratio: number): string {
  const shown = ratio >= 10 ? Math.round(ratio) : Math.round(ratio * 2) / 2;
  return `${shown.toLocaleString('en')} times`;
}

/** `1 event`, `1,200 events`. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
