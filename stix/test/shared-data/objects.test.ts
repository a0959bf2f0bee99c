import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  isObject,
  objectsOf,
  parseJson,
  printJson,
  referencesOf,
  sameContent,
  validateBundle,
  validateObject,
  type JsonValue,
} from '../../src/index.ts';

/** Real bundles, which stand beside the repository and are no part of it (../shared/data/README.md). They are of STIX 2.0. */
const data = join(import.meta.dirname, '../../../../shared/data');
const attack = join(data, 'attack/enterprise-attack.json.gz');
const reports = join(data, 'stix');

function read(bytes: Uint8Array): JsonValue {
  const parsed = parseJson(bytes);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
}

describe.skipIf(!existsSync(attack))('ATT&CK', () => {
  const objects = existsSync(attack) ? (objectsOf(read(gunzipSync(readFileSync(attack)))) ?? []) : [];

  test('all objects are accepted as STIX 2.0', () => {
    const refused = objects.flatMap((object) => validateObject(object, { acceptVersion20: true }));
    expect(refused).toEqual([]);
    expect(objects.length).toBe(24_770);
  });

  test('and refused as STIX 2.1 for their version alone, or what came with it', () => {
    const rules = new Set(
      objects.flatMap((object) => validateObject(object)).map(({ rule, path }) => `${rule} ${path}`),
    );
    expect([...rules].sort()).toEqual(['required /is_family', 'required /spec_version']);
  });

  test('each comes back the same', () => {
    expect(objects.filter((object) => !sameContent(read(new TextEncoder().encode(printJson(object))), object))).toEqual(
      [],
    );
  });

  test('relationships name both their ends', () => {
    const relationships = objects.filter(isObject).filter(({ type }) => type === 'relationship');
    const ends = relationships.filter((object) => {
      const properties = referencesOf(object).map(({ property }) => property);
      return properties.includes('source_ref') && properties.includes('target_ref');
    });
    expect(ends.length).toBe(20_048);
  });
});

describe.skipIf(!existsSync(reports))('bundles of reports', () => {
  const files = existsSync(reports) ? readdirSync(reports) : [];

  test.each(files)('%s', (file) => {
    const bundle = read(readFileSync(join(reports, file)));
    expect(validateBundle(bundle, { acceptVersion20: true })).toEqual([]);
    expect(objectsOf(bundle)?.length).toBeGreaterThan(1);
    expect(sameContent(read(new TextEncoder().encode(printJson(bundle))), bundle)).toBe(true);
  });
});
