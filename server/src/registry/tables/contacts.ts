import { contactProblems } from '../contacts/contact-rules.ts';
import { emptyAsNull, isRefusal, readInstant, readOrigin, readWords, type Origin, type TableFormat } from './format.ts';

export interface ContactRow extends Origin {
  readonly org: string;
  readonly name: string;
  readonly role: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly languages: readonly string[];
  readonly hours: string | null;
  readonly timeZone: string | null;
  /** Name of another contact of the same org. */
  readonly deputy: string | null;
  readonly dedicatedTo: string | null;
  readonly note: string | null;
  readonly expiresAt: Date | null;
}

const longest = { name: 200, role: 200, email: 254, phone: 50, hours: 200, time_zone: 64, note: 1000 } as const;

export const contactsFormat: TableFormat<ContactRow> = {
  columns: [
    'org',
    'name',
    'role',
    'email',
    'phone',
    'languages',
    'hours',
    'time_zone',
    'deputy',
    'dedicated_to',
    'layer',
    'import',
    'note',
    'expires_at',
  ],
  required: ['org', 'name', 'role'],

  write: (row) => [
    row.org,
    row.name,
    row.role,
    row.email ?? '',
    row.phone ?? '',
    row.languages.join(' '),
    row.hours ?? '',
    row.timeZone ?? '',
    row.deputy ?? '',
    row.dedicatedTo ?? '',
    row.layer,
    row.import ?? '',
    row.note ?? '',
    row.expiresAt?.toISOString() ?? '',
  ],

  read(cells, world, importName) {
    const org = cells('org').trim();
    const kind = world.orgs.get(org)?.kind;
    if (kind === undefined) return { refusal: `"${org}" is no organisation` };
    const long = Object.entries(longest).find(([column, most]) => cells(column).length > most);
    if (long !== undefined) return { refusal: `${long[0]}: longer than ${long[1]} characters` };
    const [name, role] = [cells('name').trim(), cells('role').trim()];
    if (name === '' || role === '') return { refusal: 'a contact has a name and a role' };
    const origin = readOrigin(cells, importName);
    if (isRefusal(origin)) return origin;
    const expiresAt = readInstant('expires_at', cells('expires_at').trim());
    if (expiresAt !== null && isRefusal(expiresAt)) return expiresAt;
    const optional = (column: string): string | null => emptyAsNull(cells(column).trim());
    const row: ContactRow = {
      org,
      name,
      role,
      expiresAt,
      ...origin,
      email: optional('email'),
      phone: optional('phone'),
      languages: readWords(cells('languages').toLowerCase()),
      hours: optional('hours'),
      timeZone: optional('time_zone'),
      deputy: optional('deputy'),
      dedicatedTo: emptyAsNull(cells('dedicated_to').trim().toUpperCase()),
      note: emptyAsNull(cells('note')),
    };
    const [problem] = contactProblems(row, kind, world.nations);
    return problem === undefined ? row : { refusal: problem.problem };
  },

  // A nation has one dedicated contact in the automatic layer; one set by hand comes before it.
  key: ({ layer, dedicatedTo }) =>
    layer === 'automatic' && dedicatedTo !== null ? `dedicated ${dedicatedTo}` : undefined,

  origin: (row) => ({ layer: row.layer, import: row.import }),

  /** A deputy must be one other contact of the org. */
  settle(added, standing) {
    const named = Map.groupBy([...standing, ...added], ({ org, name }) => `${org} ${name}`);
    const refusals = new Map<ContactRow, string>();
    for (const row of added) {
      if (row.deputy === null) continue;
      const found = (named.get(`${row.org} ${row.deputy}`) ?? []).filter((other) => other !== row);
      if (found.length !== 1)
        refusals.set(
          row,
          `deputy: ${found.length === 0 ? 'no other contact' : `${found.length} contacts`} of ${row.org} named "${row.deputy}"`,
        );
    }
    return refusals;
  },
};
