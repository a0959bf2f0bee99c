import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testClock } from '#kernel/clock.ts';
import { testDatabase, type TestDatabase } from '../../../test/database.ts';
import { addOrgs, idOf, listOf, marked, object } from '../../../test/objects.ts';
import { decideOrgs, objectFacts } from '../../sharing/audience-of-object.ts';
import { readBook, readReleases } from '../../sharing/store.ts';
import { keepAudiences } from '../releases/jobs.ts';
import { storeObjects, withdrawObjects } from '../store.ts';

let database: TestDatabase;
let ids: number[];
const clock = testClock('2026-03-01T12:00:00Z');
const kinds = ['operator', 'government', 'law_enforcement', 'partner', 'isp', 'government'];
const hour = 3_600_000;

beforeAll(async () => {
  database = await testDatabase();
  const orgs = kinds.map((kind, n) => ({ handle: `org-${n}`, kind, ...(n % 2 === 1 && { nation: 'PL' }) }));
  ids = Object.values(await addOrgs(database, orgs));
  await database.ownerPool.query(
    `insert into constituency (org, layer, kind, value, created_by, note)
     select id, 'manual', k, v, 't', 't' from org, (values ('nation', 'PL'), ('prefix', '192.0.2.0/24')) as c (k, v) where kind in ('isp', 'government', 'partner')`,
  );
  await database.ownerPool.query(
    `insert into sharing_group (handle, name, owner, members, updated_at) values ('group', 'Group', $1, $2, now())`,
    [ids[0], [ids[3], ids[4]]],
  );
});
afterAll(() => database.close());

const some = fc.uniqueArray(fc.nat({ max: 5 }), { maxLength: 3 });
const cases = fc.record({
  owner: fc.nat({ max: 5 }),
  tlp: fc.constantFrom('red', 'amber+strict', 'amber', 'green', 'clear', 'none'),
  defaultTlp: fc.constantFrom('amber+strict', 'green'),
  distribution: fc.constantFrom('concerned', 'named'),
  orgs: some,
  exclusions: some,
  group: fc.boolean(),
  embargo: fc.option(some, { nil: undefined }),
  expires: fc.boolean(),
  draft: fc.boolean(),
  address: fc.constantFrom('192.0.2.1', '198.51.100.1'),
  withdrawn: fc.boolean(),
});
const standings = fc.array(fc.constantFrom('enrolled', 'enrolled', 'suspended', 'invited'), {
  minLength: 6,
  maxLength: 6,
});

test('decide(), the stored audience, the lists and row-level security agree on who has an object, whatever moves', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(cases, { minLength: 1, maxLength: 5 }),
      standings,
      fc.constantFrom('enrolled', 'suspended'),
      async (given, later, nation) => {
        const objects = await Promise.all(given.map(share));
        await agree(objects);
        clock.advance(hour);
        await agree(objects);
        for (const [n, enrolment] of later.entries())
          await database.ownerPool.query('update org set enrolment = $2, updated_at = $3 where id = $1', [
            ids[n],
            enrolment,
            clock.now(),
          ]);
        await database.ownerPool.query(`update nation set enrolment = $1, updated_at = $2 where code = 'PL'`, [
          nation,
          clock.now(),
        ]);
        await database.ownerPool.query(`select nextval('registry_version')`);
        await agree(objects);
        await database.ownerPool.query(`update org set enrolment = 'enrolled'`);
        await database.ownerPool.query(`update nation set enrolment = 'enrolled'`);
        await database.ownerPool.query(`select nextval('registry_version')`);
      },
    ),
    { numRuns: 15 },
  );
});

interface Shared {
  readonly id: string;
  readonly draft: boolean;
  readonly withdrawn: boolean;
  readonly owner: number;
}

async function share(each: typeof cases extends fc.Arbitrary<infer T> ? T : never): Promise<Shared> {
  const { tlp, draft, withdrawn } = each;
  const owner = ids[each.owner]!;
  const orgsOf = (numbers: number[]) => numbers.map((n) => ids[n]!);
  const made = object({ pattern: `[ipv4-addr:value = '${each.address}']`, ...(tlp !== 'none' && marked(tlp)) });
  const terms = {
    owner,
    defaultTlp: each.defaultTlp as 'green',
    distribution: each.distribution as 'named',
    orgs: orgsOf(each.orgs),
    groups: each.group ? [1] : [],
    exclusions: orgsOf(each.exclusions).filter((org) => org !== owner),
    ...(each.embargo && {
      embargoUntil: new Date(clock.now().getTime() + hour),
      embargoRecipients: orgsOf(each.embargo),
    }),
    ...(each.expires && { expiresAt: new Date(clock.now().getTime() + hour) }),
  };
  await storeObjects(database.db, { objects: [made], terms, draft, by: 't' }, clock.now());
  const id = idOf(made);
  if (withdrawn) await withdrawObjects(database.db, { owner, id, reason: 'withdrawn', by: 't' }, clock.now());
  return { id, draft, withdrawn, owner };
}

async function agree(objects: readonly Shared[]): Promise<void> {
  await keepAudiences({ db: database.db, clock });
  const now = clock.now();
  const book = await readBook(database.db, now);
  const versions = await database.db.asSystem('test', (tx) =>
    tx.query<{ id: string; release: number | null; members: number[] }>(
      `select stix_id as id, release, array(select org from audience_member m where m.audience = v.audience order by org) as members
       from object_version v where stix_id = any($1)`,
      [objects.map(({ id }) => id)],
    ),
  );
  const facts = await database.db.asSystem('test', (tx) =>
    readReleases(
      tx,
      versions.flatMap(({ release }) => release ?? []),
    ),
  );
  for (const { id, draft, withdrawn, owner } of objects) {
    const version = versions.find((each) => each.id === id)!;
    const release = facts.get(version.release ?? 0);
    const standing = new Map(book.orgs.map((org) => [org.id, org]));
    const decisions =
      release === undefined
        ? decideOrgs(draftFacts(owner, withdrawn), book.orgs, now)
        : decideOrgs({ ...objectFacts(release, book), withdrawn }, book.orgs, now);
    const decided = decisions
      .filter(({ allow }) => allow)
      .map(({ org }) => org)
      .sort((a, b) => a - b);
    const listed =
      !draft && !withdrawn && (release === undefined || release.expiresAt === null || now < release.expiresAt);
    const read: number[] = [];
    const lists: number[] = [];
    for (const org of ids) {
      const rows = await database.db.asOrg(org, (tx) =>
        tx.query('select from object_version where stix_id = $1', [id]),
      );
      if (rows.length > 0) read.push(org);
      const filters = { ids: [id], versions: { all: true } };
      if ((await listOf(database, org, now, { filters })).length > 0) lists.push(org);
    }
    const state = { id, draft, withdrawn, release: version.release };
    expect({ ...state, read }).toEqual({ ...state, read: decided });
    expect({ ...state, lists }).toEqual({ ...state, lists: listed ? decided : [] });
    // Stored is who may have it; an owner that is suspended stands there still, and row-level security holds it back.
    const stored = version.members.filter(
      (org) =>
        decided.includes(org) ||
        (standing.get(org)?.enrolment === 'enrolled' && standing.get(org)?.nationEnrolment !== 'suspended'),
    );
    expect({ ...state, stored }).toEqual({ ...state, stored: decided });
  }
}

const draftFacts = (owner: number, withdrawn: boolean) => ({
  owner,
  released: false,
  withdrawn,
  releaseExpiry: null,
  embargoUntil: null,
  embargoRecipients: [],
  exclusions: [],
  tlp: 'red' as const,
  distribution: 'named' as const,
  named: { orgs: [], users: [], groupMembers: [] },
  concerns: [],
});
