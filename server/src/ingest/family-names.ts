import type { PipelineFamily } from '#registry/index.ts';

/** The canonical name of what a source calls a family, and its id where the registry knows one. */
export interface FamilyFound {
  readonly id: number | null;
  readonly name: string;
  readonly method: 'registry' | 'alias' | 'source';
}

const shape = (name: string): string => name.trim().toLowerCase().replace(/\s+/g, ' ').slice(0, 100);

/**
 * Looks names up through the registry's aliases. A name that is unknown as it stands is tried without a platform prefix
 * (`win.`, `elf.`, `android.` …, as Malpedia writes them) and without punctuation; an unknown one is kept, in lower case.
 */
export function createFamilyNames(families: readonly PipelineFamily[]): (given: string) => FamilyFound {
  const byAlias = new Map<string, FamilyFound>();
  for (const { id, name, aliases } of families) {
    for (const alias of aliases) byAlias.set(shape(alias), { id, name, method: 'alias' });
  }
  for (const { id, name } of families) byAlias.set(shape(name), { id, name, method: 'registry' });
  const cache = new Map<string, FamilyFound>();

  function find(given: string): FamilyFound {
    const text = shape(given);
    const plain = text.replace(/^(?:win|elf|apk|android|osx|js|ps1|py|vbs|symbian|jar)\./, '');
    const bare = plain.replace(/[\s._-]+/g, '');
    const found = byAlias.get(text) ?? byAlias.get(plain) ?? byAlias.get(bare);
    return found ?? { id: null, name: text, method: 'source' };
  }

  return (given) => {
    let found = cache.get(given);
    if (found === undefined) {
      found = find(given);
      if (cache.size > 20_000) cache.clear();
      cache.set(given, found);
    }
    return found;
  };
}
