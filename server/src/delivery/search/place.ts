import { AppError } from '#kernel/errors.ts';

/**
 * Where a list goes on, the newest first: behind this event. Members walk by portion, the order of arrival; the operator
 * by day, the order of the primary key.
 */
export type Place = { readonly portion: number; readonly id: string } | { readonly day: string; readonly id: string };

const form = /^(?:p(\d{1,15})|d(\d{4}-\d\d-\d\d)) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export function formatPlace(place: Place): string {
  const first = 'portion' in place ? `p${place.portion}` : `d${place.day}`;
  return Buffer.from(`${first} ${place.id}`).toString('base64url');
}

/** What formatPlace made. Throws `invalid_cursor` for anything else. */
export function parsePlace(given: string): Place {
  const [, portion, day, id] = form.exec(Buffer.from(given, 'base64url').toString('latin1')) ?? [];
  if (id === undefined) throw new AppError('invalid_cursor');
  return day === undefined ? { portion: Number(portion), id } : { day, id };
}
