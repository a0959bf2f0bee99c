import type { Feed, FeedName } from '../decode/feed.ts';
import { shadowserver } from './shadowserver.ts';
import { tocsin } from './tocsin.ts';

export const feeds = { tocsin, shadowserver } as unknown as Record<FeedName, Feed>;
