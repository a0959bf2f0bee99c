import { isRawNumber, type JsonObject } from '@tocsin/stix';
import { modelFor, type DecayModel } from './models.ts';

/** The score of an indicator at first, since when, and how it decays. */
export interface DecayingScore extends DecayModel {
  /** 0 to 100. */
  readonly base: number;
  readonly since: string;
}

/** What an indicator counts for whose producer states no confidence: half, as MISP takes what nobody rated. */
const unstated = 50;

/**
 * The score of an indicator before it decays: the confidence of its producer (STIX 2.1 appendix A, 0 to 100); null for other
 * types. A revoked indicator counts for nothing.
 */
export function scoreOf(object: JsonObject): DecayingScore | null {
  if (object['type'] !== 'indicator') return null;
  const { confidence, valid_from: from, modified, created } = object;
  const stated =
    typeof confidence === 'number' ? confidence : isRawNumber(confidence) ? Number(confidence.rawJSON) : unstated;
  const base = object['revoked'] === true ? 0 : Math.max(0, Math.min(100, stated));
  const since = [from, modified, created].find((at) => typeof at === 'string');
  if (since === undefined) return null;
  const pattern = object['pattern'];
  return { base, since, ...modelFor(typeof pattern === 'string' ? pattern : '') };
}
