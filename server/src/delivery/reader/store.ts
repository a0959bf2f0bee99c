import type { Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import type { Caller } from '#kernel/http/caller.ts';
import type { Viewer } from '#sharing/index.ts';
import { readerOf, type Reader, type ReaderRow } from '../reader.ts';

/**
 * The caller as the sharing rule sees it now: read in the transaction that reads the data. Throws `forbidden` for an org
 * that is not enrolled: an empty answer would let its cursor run past what it may read once it is enrolled again.
 */
export async function readReader(tx: Tx, caller: Caller, channel: Viewer['channel']): Promise<Reader> {
  const row = await tx.one<ReaderRow>(
    `select o.kind, o.nation, o.enrolment, n.enrolment as "nationEnrolment"
     from org o left join nation n on n.code = o.nation where o.id = $1`,
    [caller.org],
  );
  const reader = readerOf(caller, row, channel);
  const standing = reader.viewer.org?.enrolment;
  if (standing !== 'enrolled')
    throw new AppError('forbidden', { detail: `The organisation is ${standing ?? 'unknown'}, not enrolled.` });
  return reader;
}

/**
 * Where an org's events are: `event`, or, where it was granted some late (audiences below 0), the view that puts them
 * beside its own.
 */
export function eventsFor(audiences: readonly number[] | null): 'event' | 'my_event' {
  return audiences?.some((audience) => audience < 0) === true ? 'my_event' : 'event';
}

/**
 * The audiences to search, to hand to `audience = any(...)`: those of the acting org, or null for all. Row-level security
 * asks again; this is what lets the planner use the readers' index.
 */
export async function readAudiences(tx: Tx, reader: Reader): Promise<number[] | null> {
  if (reader.seesAll) return null;
  const { audiences } = await tx.one<{ audiences: number[] }>('select my_audiences() as audiences');
  return audiences;
}
