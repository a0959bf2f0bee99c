import type { Db, Tx } from '#kernel/db.ts';
import { AppError } from '#kernel/errors.ts';
import { hashOf, newSecret } from '../secret.ts';
import { countOne, waitAfter, type Failures, type ThrottleKey } from './throttle.ts';

/** Counts an attempt, as a failure until it succeeds, for every key; or none, and the wait in ms where one of them has to. */
async function takeAttempt(tx: Tx, keys: readonly ThrottleKey[], now: Date): Promise<number> {
  const ordered = [...keys].sort((a, b) => a.hash.compare(b.hash));
  let wait = 0;
  const counts: { hash: Buffer; failures: number }[] = [];
  for (const { hash, policy } of ordered) {
    await tx.query('insert into sign_in_failure (key, failures, last_at) values ($1, 0, $2) on conflict do nothing', [
      hash,
      now,
    ]);
    const known = await tx.one<Failures>(
      'select failures, last_at as "lastAt" from sign_in_failure where key = $1 for update',
      [hash],
    );
    wait = Math.max(wait, waitAfter(known, policy, now));
    counts.push({ hash, failures: countOne(known, policy, now) });
  }
  if (wait > 0) return wait;
  for (const { hash, failures } of counts)
    await tx.query('update sign_in_failure set failures = $2, last_at = $3 where key = $1', [hash, failures, now]);
  await tx.query('delete from sign_in_failure where last_at < $1', [new Date(now.getTime() - 86_400_000)]);
  return 0;
}

async function forgive(tx: Tx, keys: readonly ThrottleKey[]): Promise<void> {
  for (const { hash, forgiving } of keys)
    await tx.query(
      `update sign_in_failure set failures = ${forgiving ? '0' : 'greatest(0, failures - 1)'} where key = $1`,
      [hash],
    );
}

/**
 * Does `work`, counted against `keys` as a failure unless it succeeds. Throws AppError `too_many_requests` where one of
 * them has to wait: then nothing is tried, whatever was given. The count is taken before the work, so that many attempts
 * at once are not one.
 */
export async function throttled<T>(
  db: Db,
  keys: readonly ThrottleKey[],
  now: Date,
  work: () => Promise<T>,
): Promise<T> {
  const wait = await db.asSystem('sign-in attempt', (tx) => takeAttempt(tx, keys, now));
  if (wait > 0)
    throw new AppError('too_many_requests', {
      detail: 'Too many failed attempts to sign in. Signing in another way may work at once.',
      retryAfter: wait / 1000,
    });
  try {
    const done = await work();
    await db.asSystem('sign-in succeeded', (tx) => forgive(tx, keys));
    return done;
  } catch (error) {
    // Our own failure is nobody's guess.
    if (!(error instanceof AppError) || error.status >= 500)
      await db.asSystem('sign-in broke off', (tx) =>
        forgive(
          tx,
          keys.filter(({ forgiving }) => !forgiving),
        ),
      );
    throw error;
  }
}

/** What one step of a sign-in is for; a step of one purpose is no good for another. */
export type StepPurpose = 'passkey_sign_in' | 'passkey_step_up' | 'passkey_add' | 'provider';

const stepMs = 10 * 60_000;

/** Remembers a step under a secret that is given to the browser; it is spent once, within ten minutes. */
export async function rememberStep(tx: Tx, purpose: StepPurpose, facts: object, now: Date): Promise<string> {
  const secret = newSecret();
  await tx.query('delete from sign_in_step where expires_at <= $1', [now]);
  await tx.query('insert into sign_in_step (hash, purpose, facts, expires_at) values ($1, $2, $3, $4)', [
    hashOf(secret),
    purpose,
    JSON.stringify(facts),
    new Date(now.getTime() + stepMs),
  ]);
  return secret;
}

/** Spends a step: what was remembered, the first time and in time; undefined afterwards. */
export async function spendStep<Facts extends object>(
  tx: Tx,
  purpose: StepPurpose,
  secret: string,
  now: Date,
): Promise<Facts | undefined> {
  const row = await tx.maybe<{ facts: Facts }>(
    'delete from sign_in_step where hash = $1 and purpose = $2 and expires_at > $3 returning facts',
    [hashOf(secret), purpose, now],
  );
  return row?.facts;
}
