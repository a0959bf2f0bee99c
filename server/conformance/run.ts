import { expectStatus, list, type Check, type Subject } from './check.ts';
import { createAsk, type Authorization } from './client.ts';
import { exchangeChecks } from './checks/exchanges.ts';
import { pagingChecks } from './checks/paging.ts';
import { resourceChecks } from './checks/resources.ts';
import { storyChecks } from './checks/stories.ts';

export const checks: readonly Check[] = [...resourceChecks, ...exchangeChecks, ...storyChecks, ...pagingChecks];

export interface Target {
  /** Of the discovery resource: `https://taxii.example.org/taxii2/`. */
  readonly url: string;
  readonly authorization: Authorization;
  /** Id or alias of a collection to read and write; the first that can be both unless told. */
  readonly collection?: string;
  /** Another tenant, without a right in that collection. */
  readonly other?: Authorization;
}

export interface Verdict {
  readonly passed: number;
  readonly skipped: readonly string[];
  readonly failed: readonly { readonly name: string; readonly section: string; readonly why: string }[];
}

/** Plays every check against a server, one after the other; `say` gets a line for each. Objects that it adds stay there. */
export async function runConformance(target: Target, say: (line: string) => void): Promise<Verdict> {
  const subject = await meet(target);
  const skipped: string[] = [];
  const failed: { name: string; section: string; why: string }[] = [];
  for (const { name, section, skip, run } of checks) {
    const reason = skip?.(subject);
    if (reason !== undefined) {
      skipped.push(name);
      say(`skip  ${name}: ${reason}`);
      continue;
    }
    try {
      await run(subject);
      say(`ok    ${name}`);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      failed.push({ name, section, why });
      say(`FAIL  ${name} (TAXII 2.1, section ${section}): ${why}`);
    }
  }
  return { passed: checks.length - failed.length - skipped.length, skipped, failed };
}

/** Finds root and collections. Throws where the server does not get that far. */
async function meet({ url, authorization, collection, other }: Target): Promise<Subject> {
  const ask = createAsk(url, authorization);
  const discovery = new URL(url).pathname;
  const { json } = expectStatus(await ask(discovery), 200);
  const root = new URL(String(json?.['default'] ?? (json?.['api_roots'] as unknown[])[0]), url).pathname;
  const all = list(expectStatus(await ask(`${root}collections/`), 200), 'collections');
  const find = (reads: boolean, writes: boolean): string | undefined => {
    const found = all.find(({ can_read: r, can_write: w }) => r === reads && w === writes);
    return found && `${root}collections/${String(found['id'])}/`;
  };
  const named = all.find(({ id, alias }) => collection !== undefined && [id, alias].includes(collection));
  const both = named === undefined ? find(true, true) : `${root}collections/${String(named['id'])}/`;
  if (both === undefined) throw new Error('There is no collection that can be read and written: grant one.');
  return {
    ask,
    discovery,
    root,
    both,
    readOnly: find(true, false),
    writeOnly: find(false, true),
    other: other === undefined ? undefined : createAsk(url, other),
  };
}
