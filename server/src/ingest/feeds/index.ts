import type { Feed, FeedName } from '../decode/feed.ts';
import { cymru } from './cymru.ts';
import { feodo } from './feodo.ts';
import { intelmq } from './intelmq.ts';
import { n6 } from './n6.ts';
import { shadowserver } from './shadowserver.ts';
import { stix } from './stix.ts';
import { threatfox } from './threatfox.ts';
import { tocsin } from './tocsin.ts';
import { urlhaus } from './urlhaus.ts';
import { xarf } from './xarf.ts';

export { guessFeed, type Guess } from './guess.ts';
export type { Feed, FeedName } from '../decode/feed.ts';

/** Every feed that can be taken, by name. */
export const feeds: Record<FeedName, Feed> = {
  tocsin,
  shadowserver,
  intelmq,
  n6,
  xarf,
  stix,
  feodo,
  urlhaus,
  threatfox,
  cymru,
};

/** Whether a text names a feed. */
export function isFeedName(text: string): text is FeedName {
  return Object.hasOwn(feeds, text);
}
