import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '#kernel/errors.ts';
import { autonomousSystemsFormat, type AutonomousSystemRow } from './autonomous-systems.ts';
import { constituenciesFormat, type ConstituencyRow } from './constituencies.ts';
import { contactsFormat, type ContactRow } from './contacts.ts';
import { exportTable } from './export-table.ts';
import { familiesFormat, type FamilyRow } from './families.ts';
import type { TableFormat, World } from './format.ts';
import { nationsFormat, type NationRow } from './nations.ts';
import { orgsFormat, type OrgRow } from './orgs.ts';
import { planImport, type ImportPlan } from './plan-import.ts';
import type { Held } from './stock.ts';

const world: World = {
  nations: new Set(['PL', 'DE']),
  orgs: new Map([
    ['operator', { kind: 'operator', nation: null }],
    ['cert-pl', { kind: 'government', nation: 'PL' }],
  ]),
  families: new Set(['mirai']),
  now: new Date('2026-03-01T00:00:00Z'),
};

const hold = <Row>(...rows: Row[]): Held<Row>[] => rows.map((row, id) => ({ id, row }));
const counts = ({ rows, added, kept, removed, refused }: ImportPlan<object>) => [
  rows,
  added.length,
  kept,
  removed.length,
  refused.length,
];
const reasons = ({ refused }: ImportPlan<object>) => refused.map(({ line, reason }) => `${line}: ${reason}`);

/** What is held after a plan. */
function after<Row>(held: readonly Held<Row>[], plan: ImportPlan<Row>): Held<Row>[] {
  const gone = new Set(plan.removed.map(({ id }) => id));
  return hold(...held.filter(({ id }) => !gone.has(id)).map(({ row }) => row), ...plan.added);
}

const entry = (change: Partial<ConstituencyRow> = {}): ConstituencyRow => ({
  org: 'cert-pl',
  kind: 'asn',
  value: '64500',
  effect: 'include',
  shared: false,
  layer: 'automatic',
  import: 'ripe',
  note: null,
  expiresAt: null,
  ...change,
});
const importEntries = (text: string, held: Held<ConstituencyRow>[] = [], name = 'ripe') =>
  planImport(constituenciesFormat, text, held, name, world);

describe('an import', () => {
  test('replaces what the same import brought before, and nothing else', () => {
    const held = hold(
      entry(),
      entry({ value: '64501' }),
      entry({ value: '64502', import: 'other' }),
      entry({ value: '64503', layer: 'manual', import: null, note: 'by hand' }),
    );
    const plan = importEntries('org,kind,value\ncert-pl,asn,AS64500\ncert-pl,prefix,192.0.2.0/24\n', held);
    expect(counts(plan)).toEqual([2, 1, 1, 1, 0]);
    expect(plan.removed.map(({ id }) => id)).toEqual([1]);
    expect(plan.added).toEqual([entry({ kind: 'prefix', value: '192.0.2.0/24' })]);
  });

  test('counts a changed row as one removed and one added', () =>
    expect(counts(importEntries('org,kind,value,shared\ncert-pl,asn,64500,yes\n', hold(entry())))).toEqual([
      1, 1, 0, 1, 0,
    ]));

  test('says of every refused line which and why', () => {
    const held = hold(entry({ value: '64502', import: 'other' }));
    const lines = [
      'org,kind,value,layer,import',
      'nobody,asn,64500,,',
      'cert-pl,asn,64500,,',
      'cert-pl,asn,64500,,',
      'cert-pl,asn,x,,',
      'cert-pl,asn,64501,manual,',
      'cert-pl,asn,64501,,other',
      'cert-pl,asn,64502,,',
      'cert-pl,asn',
    ];
    const plan = importEntries(lines.join('\n'), held);
    expect(counts(plan)).toEqual([8, 1, 0, 0, 7]);
    expect(reasons(plan)).toEqual([
      '2: "nobody" is no organisation',
      '4: repeats line 3',
      '5: "x" is no AS number (0 to 4294967295)',
      '6: says layer manual: manual entries are made one by one, with a note',
      '7: says import "other", and this import is "ripe"',
      '8: is listed by the import "other" already',
      '9: has 2 cells, the header 5',
    ]);
  });

  test('of no rows removes all of it; one that is refused as a whole removes nothing', () => {
    expect(counts(importEntries('org,kind,value\n', hold(entry())))).toEqual([0, 0, 0, 1, 0]);
    expect(counts(importEntries('org,kind,value\nnobody,asn,1\n', hold(entry())))).toEqual([1, 0, 0, 0, 1]);
  });

  test.each([
    ['', 'the column org is missing; the column kind is missing; the column value is missing'],
    ['org,kind,value,expires\n', 'there is no column "expires"'],
    ['org,kind,value,org\n', 'the column org stands twice'],
  ])('with the header %j is refused', (text, problem) => {
    expect(() => importEntries(text)).toThrow(AppError);
    expect(() => importEntries(text)).toThrow(problem);
  });

  test('never changes the kind of an org, nor suspends the last operator', () => {
    const operator: OrgRow = {
      handle: 'operator',
      name: 'Op',
      kind: 'operator',
      nation: null,
      team: null,
      enrolment: 'enrolled',
    };
    const text =
      'handle,name,kind,nation,team,enrolment\noperator,Op,operator,,,suspended\ncert-pl,C,isp,PL,,\nnew-isp,N,isp,DE,,\n';
    const plan = planImport(orgsFormat, text, hold(operator), 'orgs', world);
    expect(reasons(plan)).toEqual([
      '2: is the last enrolled operator: enrol another one first',
      '3: is of kind government, and a kind never changes',
    ]);
    expect(plan.added.map(({ handle }) => handle)).toEqual(['new-isp']);
  });

  test('gives a domain to one nation', () => {
    const held = hold<NationRow>({
      code: 'DE',
      name: 'Germany',
      basis: 'eu',
      enrolment: 'enrolled',
      languages: ['de'],
      timeZone: 'Europe/Berlin',
      domains: ['de'],
    });
    const text = 'code,name,basis,languages,time_zone,domains\nPL,Poland,eu,pl,Europe/Warsaw,pl de\n';
    expect(reasons(planImport(nationsFormat, text, held, 'n', world))).toEqual(['2: .de belongs to DE already']);
  });

  test('links a deputy by name, and refuses one that it cannot find, with whoever leans on it', () => {
    const text =
      'org,name,role,deputy\ncert-pl,A,lead,B\ncert-pl,B,analyst,C\ncert-pl,D,analyst,E\ncert-pl,E,analyst,\n';
    const plan = planImport(contactsFormat, text, [], 'c', world);
    expect(plan.added.map(({ name }) => name)).toEqual(['D', 'E']);
    expect(reasons(plan)).toEqual([
      '2: deputy: no other contact of cert-pl named "B"',
      '3: deputy: no other contact of cert-pl named "C"',
    ]);
  });

  test('never makes the name of one family the alias of another', () => {
    const held = hold<FamilyRow>({ name: 'conficker', alias: 'kido', layer: 'manual', import: null, note: null });
    const text = 'name,alias\nnecro,mirai\nkido,x\nnecro,freakout\n';
    const plan = planImport(familiesFormat, text, held, 'f', world);
    expect(reasons(plan)).toEqual(['2: "mirai" is the name of a family itself', '3: "kido" is an alias of conficker']);
    expect(plan.added.map(({ alias }) => alias)).toEqual(['freakout']);
  });

  test('takes over an AS name that came with the IP data', () => {
    const held = hold<AutonomousSystemRow>({ asn: 64500, name: 'EXAMPLE', country: null, import: null });
    const plan = planImport(autonomousSystemsFormat, 'asn,name\nAS64500,Example Net\n', held, 'names', world);
    expect(plan.added).toEqual([{ asn: 64500, name: 'Example Net', country: null, import: 'names' }]);
  });
});

describe('what is exported', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '=', '+', '"', ',', '\n', "'", 'ł', ' '), maxLength: 6 });
  const optional = fc.option(text.filter((value) => value !== ''));
  const instant = fc.option(fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }));
  const origin = fc.oneof(
    fc.constant({ layer: 'manual' as const, import: null }),
    fc.record({ layer: fc.constant('automatic' as const), import: fc.constantFrom('x', 'y') }),
  );
  const org = fc.constantFrom('operator', 'cert-pl');

  const constituencies: fc.Arbitrary<ConstituencyRow> = fc
    .record({
      org,
      kind: fc.constant('asn' as const),
      value: fc.nat(9).map(String),
      effect: fc.constant('include' as const),
      shared: fc.boolean(),
      note: optional,
      expiresAt: instant,
      origin,
    })
    .map(({ origin: from, ...row }) => ({ ...row, ...from }));
  const contacts: fc.Arbitrary<ContactRow> = fc
    .record({
      org,
      name: text,
      role: text,
      email: optional,
      phone: optional,
      languages: fc.subarray(['pl', 'de']),
      hours: optional,
      timeZone: optional,
      deputy: fc.constant(null),
      dedicatedTo: fc.constant(null),
      note: optional,
      expiresAt: instant,
      origin,
    })
    .map(({ origin: from, ...row }) => ({ ...row, ...from }));
  const names: fc.Arbitrary<AutonomousSystemRow> = fc.record({
    asn: fc.nat(9),
    name: text,
    country: fc.constantFrom('PL', null),
    import: fc.constantFrom('x', 'y', null),
  });
  const families: fc.Arbitrary<FamilyRow> = fc
    .record({ name: fc.constantFrom('a', 'b'), alias: fc.constantFrom('c', 'd', null), note: optional, origin })
    .map(({ origin: from, ...row }) =>
      row.alias === null ? { ...row, note: null, layer: 'automatic', import: null } : { ...row, ...from },
    );

  /** Whatever is held: exporting it and importing that under any name finds all of it, and changes nothing. */
  function changesNothing<Row extends object>(format: TableFormat<Row>, row: fc.Arbitrary<Row>): void {
    const rows = fc.uniqueArray(row, { selector: (each) => format.key(each) ?? JSON.stringify(each), maxLength: 12 });
    fc.assert(
      fc.property(rows, fc.constantFrom('x', 'z'), (held, name) => {
        const text = exportTable(format, held);
        const plan = planImport(format, text, hold(...held), name, world);
        expect(counts(plan)).toEqual([held.length, 0, held.length, 0, 0]);
        expect(
          exportTable(
            format,
            after(hold(...held), plan).map((each) => each.row),
          ),
        ).toBe(text);
      }),
    );
  }

  test('changes nothing when it is imported: constituencies', () =>
    changesNothing(constituenciesFormat, constituencies));
  test('changes nothing when it is imported: contacts', () => changesNothing(contactsFormat, contacts));
  test('changes nothing when it is imported: AS names', () => changesNothing(autonomousSystemsFormat, names));
  test('changes nothing when it is imported: families', () => changesNothing(familiesFormat, families));

  test('of any file imported before is that file in canonical form: the second import changes nothing', () => {
    const cell = (...words: string[]) => fc.constantFrom(...words);
    const line = fc.tuple(
      cell('cert-pl', 'operator', 'nobody'),
      cell('asn', 'prefix', 'suffix'),
      cell('AS64500', '64500', '192.0.2.1', '192.0.2.0/24', 'Gov.Example.', '=1'),
      cell('', 'yes', 'maybe'),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const file = ['org,kind,value,shared', ...lines.map((cells) => cells.join(','))].join('\n');
        const held = after([], importEntries(file));
        const again = importEntries(
          exportTable(
            constituenciesFormat,
            held.map(({ row }) => row),
          ),
          held,
        );
        expect([again.added.length, again.removed.length, again.refused.length]).toEqual([0, 0, 0]);
        expect(importEntries(file, held).added).toEqual([]);
      }),
    );
  });
});
