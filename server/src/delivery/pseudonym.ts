import { createHmac } from 'node:crypto';

/**
 * A name for a source that hides its own: the same for one org for ever, so that it can judge the source by its record;
 * another one for every other org, so that they cannot put together what each of them knows.
 */
export function pseudonymOf(key: string, source: number, org: number): string {
  return `source-${createHmac('sha256', key).update(`${source} ${org}`).digest('hex').slice(0, 10)}`;
}
