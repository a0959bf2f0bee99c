import { crc32 } from 'node:zlib';
import { AppError } from '#kernel/errors.ts';

/**
 * A place in the change log: everything up to and including change `seq` was read; or, with `event`, of change `seq`
 * the events up to and including that id.
 */
export interface Cursor {
  readonly epoch: number;
  readonly seq: number;
  readonly event?: string;
}

/** Where the log stands: its epoch (a restore begins a new one), last change, and how far retention has removed it. */
export interface LogHead {
  readonly epoch: number;
  readonly seq: number;
  readonly horizon: number;
}

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const plain = new RegExp(`^(\\d{1,10})\\.(\\d{1,15})(?:\\.(${uuid}))?$`);

/** A cursor as readers keep it: opaque, with a checksum that tells a cut or mangled one from a real one. */
export function formatCursor({ epoch, seq, event }: Cursor): string {
  const text = event === undefined ? `${epoch}.${seq}` : `${epoch}.${seq}.${event}`;
  return Buffer.from(`${text}.${checksum(text)}`).toString('base64url');
}

/** What formatCursor made. Throws AppError `invalid_cursor` for anything else. */
export function parseCursor(given: string): Cursor {
  const text = Buffer.from(given, 'base64url').toString('latin1');
  const dot = text.lastIndexOf('.');
  const place = text.slice(0, Math.max(dot, 0));
  const parts = plain.exec(place);
  if (parts === null || text.slice(dot + 1) !== checksum(place)) throw new AppError('invalid_cursor');
  const [, epoch, seq, event] = parts;
  return { epoch: Number(epoch), seq: Number(seq), ...(event !== undefined && { event }) };
}

/**
 * Where to go on: the cursor itself, or the beginning of what is kept without one. Throws AppError `gone_cursor` (410)
 * with `resync`, the path to start again, for a cursor of another epoch, from before the horizon, or from beyond the end.
 */
export function resume(head: LogHead, cursor: Cursor | undefined, resync = '/api/events'): Cursor {
  if (cursor === undefined) return { epoch: head.epoch, seq: head.horizon };
  // Within change `seq` one goes on only while that change is still there.
  const kept = cursor.event === undefined ? cursor.seq >= head.horizon : cursor.seq > head.horizon;
  if (cursor.epoch === head.epoch && kept && cursor.seq <= head.seq) return cursor;
  const detail =
    cursor.epoch === head.epoch && cursor.seq <= head.seq
      ? 'What followed this place is past its retention.'
      : 'The programme was restored since: its log began anew.';
  throw new AppError('gone_cursor', { detail, resync });
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, '0');
}
