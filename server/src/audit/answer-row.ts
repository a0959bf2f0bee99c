import { canonicalJson } from '@tocsin/api/audit/canonical.ts';
import type { AnswerFacts, Handed } from '#kernel/http/answer-record.ts';
import { digestOfIds, sha256 } from './digest.ts';
import type { Delivery, ReadRow } from './row.ts';

/** What an answer leaves in the logs. */
export interface AnswerRecord {
  readonly row?: ReadRow;
  readonly delivery?: Delivery;
  /** Nobody known was refused: counted by route. */
  readonly counted?: { readonly route: string; readonly status: number };
}

/** Most ids of objects that a row names; their count says how many there were. */
const mostIds = 200;

/** The row, receipt or count that an answer leaves, as of `now`. */
export function recordOf(facts: AnswerFacts, now: Date): AnswerRecord {
  const { caller, address, method, route, status, reads, file, shown } = facts;
  if (caller === null || caller.kind === 'public') return status < 400 ? {} : { counted: { route, status } };
  const who = { at: now, org: caller.org, actor: caller.name, address };
  const subject = `${method} ${route}`;
  const asked = questionOf(facts);
  const by = { by: caller.kind, ...(asked !== undefined && { filter: asked }) };
  if (!reads) {
    if (status === 401) return { counted: { route, status } };
    return { row: { ...who, action: 'access.refused', subject, detail: { ...by, status, ...paramsOf(facts) } } };
  }
  const { events, episodes, objects, ids, routes, owners, handed } = shown;
  return {
    row: {
      ...who,
      action: file ? 'data.export' : 'data.read',
      subject,
      detail: {
        ...by,
        ...paramsOf(facts),
        ...(handed && { channel: handed.channel }),
        ...(events !== undefined && { events }),
        ...(episodes !== undefined && { episodes }),
        ...((objects ?? ids) !== undefined && { objects: objects ?? ids?.length }),
        ...(ids !== undefined && { ids: ids.slice(0, mostIds) }),
      },
      ...(routes !== undefined && routes.size > 0 && { routes }),
      ...(owners !== undefined && owners.size > 0 && { owners }),
    },
    ...deliveryOf(caller.org, handed, now),
  };
}

/** The receipt of what a channel hands over; none for an empty page. */
function deliveryOf(org: number, handed: Handed | undefined, at: Date): Pick<AnswerRecord, 'delivery'> {
  if (handed === undefined) return {};
  const { channel, subject, epoch, first, last, ids, part } = handed;
  const sent = 'digest' in ids ? ids : { items: ids.length, digest: digestOfIds(ids) };
  if (sent.items === 0) return {};
  const named = part === true && !('digest' in ids) ? { ids } : {};
  const { items, digest } = sent;
  return { delivery: { org, at, channel, subject, epoch, first, last, items, digest, ...named } };
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'object' && Object.keys(value).length === 0);

/** A digest of what was asked for: whoever knows the question finds it again, and nobody reads it here. */
function questionOf({ query, body, reads }: AnswerFacts): string | undefined {
  const asked = { ...(!isEmpty(query) && { query }), ...(reads && !isEmpty(body) && { body }) };
  return isEmpty(asked) ? undefined : sha256(canonicalJson(asked)).slice(0, 32);
}

/** Ids in the path, as they were given; cut where they are no ids of ours. */
function paramsOf({ params }: AnswerFacts): { params?: Record<string, string> } {
  if (isEmpty(params)) return {};
  return {
    params: Object.fromEntries(
      Object.entries(params as Record<string, unknown>).map(([name, value]) => [name, String(value).slice(0, 200)]),
    ),
  };
}
