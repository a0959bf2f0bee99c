import type { Tlp } from '@tocsin/api';
import { tlpMarkings } from '@tocsin/stix';
import { effectiveTlp } from '#sharing/index.ts';

/** The level that an object bears itself, granular markings included; without one the strictest that an org may have. */
export function levelOfObject(body: string): Tlp {
  const { object_marking_refs: marks, granular_markings: parts } = JSON.parse(body) as {
    object_marking_refs?: unknown;
    granular_markings?: unknown;
  };
  const refs = Array.isArray(marks) ? (marks as unknown[]) : [];
  const granular = Array.isArray(parts) ? (parts as { marking_ref?: unknown }[]).map((part) => part.marking_ref) : [];
  return effectiveTlp(
    [...refs, ...granular].flatMap((ref) => (typeof ref === 'string' ? (tlpMarkings.get(ref)?.level ?? []) : [])),
  );
}
