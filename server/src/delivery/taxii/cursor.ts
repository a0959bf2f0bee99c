import { createHmac, timingSafeEqual } from 'node:crypto';
import { AppError } from '#kernel/errors.ts';

/** A place in the order of a collection: everything up to and including this entry was given. */
export interface Place {
  /** Of the change log; a restore begins a new one. */
  readonly epoch: number;
  /** `date_added` of the last entry, which orders them all. */
  readonly after: string;
}

/** What a place is bound to: whose it is, and what was asked. The same place in another question is no place. */
export interface Question {
  readonly org: number;
  readonly user: string;
  readonly collection: string;
  /** Objects, manifest, versions of one object …, with the filter that was read from the query. */
  readonly asked: object;
}

const macBytes = 16;
const form = /^(\d{1,10}) (\S{1,40})$/;

/**
 * A place as `next`: opaque, and kept by the client alone. The code that seals it covers the question, so that it can be
 * neither made up nor carried over to another user, collection or filter. It says nothing of rights: those are asked again.
 */
export function sealPlace({ epoch, after }: Place, question: Question, key: string): string {
  const place = `${epoch} ${after}`;
  return Buffer.concat([codeOf(place, question, key), Buffer.from(place)]).toString('base64url');
}

/** What sealPlace made for the same question. Throws AppError `invalid_cursor` for anything else. */
export function openPlace(next: string, question: Question, key: string): Place {
  const bytes = Buffer.from(next, 'base64url');
  const place = bytes.subarray(macBytes).toString('latin1');
  const parts = form.exec(place);
  const sealed = bytes.length > macBytes && timingSafeEqual(bytes.subarray(0, macBytes), codeOf(place, question, key));
  if (!sealed || parts === null) throw new AppError('invalid_cursor');
  const [, epoch, after = ''] = parts;
  return { epoch: Number(epoch), after };
}

function codeOf(place: string, { org, user, collection, asked }: Question, key: string): Buffer {
  const text = JSON.stringify([place, org, user, collection, asked]);
  return createHmac('sha256', key).update(text).digest().subarray(0, macBytes);
}
