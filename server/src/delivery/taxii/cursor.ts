import { createHmac, timingSafeEqual } from 'node:crypto';
import { AppError } from '#kernel/errors.ts';

/** A place in the order of a collection: everything up to and including this entry was given. */
export interface Place {
  /** Of the change log; a restore begins a new one. */
  readonly epoch: number;
  /** Position of the last entry in the order in which entries were added. */
  readonly position: number;
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
const form = /^(\d{1,10})\.(\d{1,16})$/;

/**
 * A place as `next`: opaque, and kept by the client alone. The code that seals it covers the question, so that it can be
 * neither made up nor carried over to another user, collection or filter. It says nothing of rights: those are asked again.
 */
export function sealPlace({ epoch, position }: Place, question: Question, key: string): string {
  const place = `${epoch}.${position}`;
  return Buffer.concat([codeOf(place, question, key), Buffer.from(place)]).toString('base64url');
}

/** What sealPlace made for the same question. Throws AppError `invalid_cursor` for anything else. */
export function openPlace(next: string, question: Question, key: string): Place {
  const bytes = Buffer.from(next, 'base64url');
  const place = bytes.subarray(macBytes).toString('latin1');
  const parts = form.exec(place);
  const sealed = bytes.length > macBytes && timingSafeEqual(bytes.subarray(0, macBytes), codeOf(place, question, key));
  if (!sealed || parts === null) throw new AppError('invalid_cursor');
  return { epoch: Number(parts[1]), position: Number(parts[2]) };
}

function codeOf(place: string, { org, user, collection, asked }: Question, key: string): Buffer {
  const text = JSON.stringify([place, org, user, collection, asked]);
  return createHmac('sha256', key).update(text).digest().subarray(0, macBytes);
}
