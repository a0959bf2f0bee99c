import { expect, test } from 'vitest';
import { testClock } from '#kernel/clock.ts';
import { pipelineFacts } from '../../../test/portions.ts';
import { createFactsKeeper } from './facts-keeper.ts';

/** A keeper over a registry that the test changes; `published` are the versions that the workers got. */
function keeper() {
  const clock = testClock('2026-03-01T00:00:00Z');
  const registry = { version: 1, validUntil: null as Date | null, fails: false };
  const published: number[] = [];
  const calls = { version: 0, load: 0 };
  const facts = createFactsKeeper(
    {
      version: () => {
        calls.version++;
        return registry.fails ? Promise.reject(new Error('no database')) : Promise.resolve(String(registry.version));
      },
      load: () => {
        calls.load++;
        return Promise.resolve(pipelineFacts({ version: registry.version, validUntil: registry.validUntil }));
      },
    },
    clock,
    (loaded) => Promise.resolve(published.push(loaded.registry.version)),
  );
  return { clock, registry, published, calls, facts };
}

test('facts are published once per version, before the call that asks for them resolves', async () => {
  const { registry, published, facts } = keeper();
  await facts.ensure();
  await facts.ensure();
  registry.version = 2;
  await facts.ensure();
  expect(published).toEqual([1, 2]);
});

test('an entry that expires makes new facts, although the version stays', async () => {
  const { clock, registry, published, facts } = keeper();
  registry.validUntil = new Date('2026-03-01T01:00:00Z');
  await facts.ensure();
  clock.set('2026-03-01T00:59:59Z');
  await facts.ensure();
  expect(published).toEqual([1]);
  clock.set('2026-03-01T01:00:00Z');
  registry.validUntil = null;
  await facts.ensure();
  await facts.ensure();
  expect(published).toEqual([1, 1]);
});

test('calls at once share looks, and each counts what was changed before it', async () => {
  const { registry, published, calls, facts } = keeper();
  const first = facts.ensure();
  registry.version = 2;
  const others = [facts.ensure(), facts.ensure(), facts.ensure()];
  await Promise.all([first, ...others]);
  expect(published.at(-1)).toBe(2);
  expect(calls.version).toBe(2);
});

test('a look that fails fails its callers alone; the next looks again', async () => {
  const { registry, published, facts } = keeper();
  registry.fails = true;
  const failing = facts.ensure();
  const next = facts.ensure();
  await expect(failing).rejects.toThrow('no database');
  await expect(next).rejects.toThrow('no database');
  registry.fails = false;
  await facts.ensure();
  expect(published).toEqual([1]);
});
