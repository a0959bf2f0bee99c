import { AppError } from '#kernel/errors.ts';

/** Where a list goes on, the newest first: behind this event. Ids begin with the event time. */
export interface Place {
  readonly day: string;
  readonly id: string;
}

const form = /^(\d{4}-\d\d-\d\d) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

export function formatPlace({ day, id }: Place): string {
  return Buffer.from(`${day} ${id}`).toString('base64url');
}

/** What formatPlace made. Throws `invalid_cursor` for anything else. */
export function parsePlace(given: string): Place {
  const [, day, id] = form.exec(Buffer.from(given, 'base64url').toString('latin1')) ?? [];
  if (day === undefined || id === undefined || Number.isNaN(Date.parse(day))) throw new AppError('invalid_cursor');
  return { day, id };
}
