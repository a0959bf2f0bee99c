import type { Enrolment, OrgKind } from '@tocsin/api';
import { enrolmentInForce } from '#auth/index.ts';
import type { Caller } from '#kernel/http/caller.ts';
import type { Viewer } from '#sharing/index.ts';

/** Who reads, with what the sharing rule asks of it at this moment. */
export interface Reader {
  readonly viewer: Viewer;
  readonly org: number;
  /** The operator: every audience, and what is hidden from members. SQL says the same as sees_all(). */
  readonly seesAll: boolean;
}

/** The reader's org as it stands in the database now. */
export interface ReaderRow {
  readonly kind: OrgKind;
  readonly nation: string | null;
  readonly enrolment: Enrolment;
  readonly nationEnrolment: Enrolment | null;
}

/** The reader behind a caller. */
export function readerOf(caller: Caller, row: ReaderRow, channel: Viewer['channel']): Reader {
  const { kind, nation } = row;
  const enrolment = enrolmentInForce(kind, row.enrolment, row.nationEnrolment);
  return {
    viewer: {
      org: { id: caller.org, kind, nation, enrolment },
      // RED names people by the id of their account; who signed in with a token is nobody in particular.
      ...(caller.person && { user: caller.person.id }),
      channel,
      assurance: caller.assurance ?? 'token',
    },
    org: caller.org,
    seesAll: kind === 'operator' && enrolment === 'enrolled',
  };
}
