import { mayCarry, wantsEvent, wantsObject } from '../filter.ts';
import type { Held } from '../subscription.ts';
import type { Item } from './item.ts';
import { levelOfObject } from './object-level.ts';

/** What a subscription sends of an item: its body, only that there is one (too strict for the channel), or nothing. */
export type Wanted = 'body' | 'mention' | 'nothing';

/** Applies the filter of a subscription. A tombstone has no body and always goes: whoever has the object must hear of it. */
export function wanted({ channel, filter }: Pick<Held, 'channel' | 'filter'>, item: Item): Wanted {
  if (item.kind === 'withdrawn') return 'body';
  if (item.kind === 'event' ? !wantsEvent(filter, item.event) : !wantsObject(filter, item.object.type))
    return 'nothing';
  const level = item.kind === 'event' ? item.event.tlp : levelOfObject(item.object.body);
  if (mayCarry(channel, filter.tlp, level)) return 'body';
  return mayCarry(channel, undefined, level) ? 'nothing' : 'mention';
}
