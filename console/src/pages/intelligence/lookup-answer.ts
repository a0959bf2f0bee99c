import type { LookedUp } from '@tocsin/api';

export type LookupAnswer = 'known' | 'seen' | 'warned' | 'unknown';

/** What a list says of a value in one word: what intelligence knows comes before what was seen, and that before warninglists. */
export function answerOf({
  total,
  seen,
  warninglists,
}: Pick<LookedUp, 'total' | 'seen' | 'warninglists'>): LookupAnswer {
  if (total > 0) return 'known';
  if (seen !== null) return 'seen';
  return warninglists.length > 0 ? 'warned' : 'unknown';
}
